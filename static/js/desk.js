// The desk: names the boxes that Django's pickers draw, so that a screen reader says which field
// they belong to.
// Asked of jQuery, which draws them in its own time, and calls in the order it was asked.
window.django?.jQuery?.(() => {
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
    const several = drawn.querySelector("ul");
    if (several) keepOnlyItems(several);
  }
});

// The picker draws a button that clears all among the items of the list, which is no list then;
// each item has its own.
function keepOnlyItems(list) {
  const clean = () => list.querySelector(":scope > .select2-selection__clear")?.remove();
  clean();
  new MutationObserver(clean).observe(list, { childList: true });
}
