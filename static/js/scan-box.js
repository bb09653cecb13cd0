// A box for the codes of bags. A handheld scanner types wherever the focus is: what it types outside
// of a field goes to the box, and what stands in the box is replaced, not continued.

const box = document.querySelector(".ask-box input[name=code]");

if (box) {
  box.addEventListener("focus", () => box.select());
  if (document.activeElement === box) box.select();
  document.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select")) return;
    box.focus();
  });
  // One scan is one post: a second Enter while the page is under way sends nothing more.
  box.form.addEventListener("submit", (event) => {
    if (box.form.dataset.sent) event.preventDefault();
    box.form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => delete box.form.dataset.sent);
}
