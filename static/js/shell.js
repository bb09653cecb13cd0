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
