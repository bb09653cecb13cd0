// The desk: names the boxes that Django's pickers draw, so that a screen reader says which field
// they belong to.
window.addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const drawn = select.nextElementSibling;
    if (!label || !drawn) continue;
    label.id ||= `${select.id}_label`;
    const box = drawn.querySelector("[role=combobox]");
    if (box) {
      const chosen = box.getAttribute("aria-labelledby") ?? "";
      box.setAttribute("aria-labelledby", `${label.id} ${chosen}`.trim());
    }
    drawn.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
    drawn.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
  }
});
