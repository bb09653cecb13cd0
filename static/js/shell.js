// Comfort of the frame; every drawer opens and closes without it.
const drawers = document.querySelectorAll("details.drawer");

document.addEventListener("click", (event) => {
  for (const drawer of drawers) {
    if (drawer.open && !drawer.contains(event.target)) drawer.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drawer of drawers) {
    if (!drawer.open) continue;
    drawer.open = false;
    drawer.querySelector("summary").focus();
  }
});

// The bar of a form's buttons stays in sight only together with this guard: whatever takes the
// focus is scrolled out from behind it.
const foot = document.querySelector(".foot");
if (foot) {
  foot.classList.add("stays");
  // What is pressed with a pointer is in sight already; moving it would lose the click.
  let pressing = false;
  document.addEventListener("pointerdown", () => { pressing = true; }, true);
  document.addEventListener("pointerup", () => { pressing = false; }, true);
  document.addEventListener("pointercancel", () => { pressing = false; }, true);
  document.addEventListener("focusin", ({ target }) => {
    if (pressing || foot.contains(target) || getComputedStyle(foot).position !== "sticky") return;
    const field = target.getBoundingClientRect();
    const bar = foot.getBoundingClientRect();
    if (field.bottom > bar.top && field.top < bar.bottom) {
      window.scrollBy({ top: field.bottom - bar.top + 16, behavior: "instant" });
    }
  });
}
