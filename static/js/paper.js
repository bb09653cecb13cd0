// The totals of a paper list follow what is typed: the server sends them with each answer to the
// grid (static/js/grid.js), which hands the answer on as an event.
const box = document.querySelector("[data-paper-totals]");

function show(counts) {
  for (const [key, told] of Object.entries(counts)) {
    const row = box.querySelector(`[data-total="${key}"]`);
    if (!row) continue;
    row.querySelector('[data-part="entered"]').textContent = told.entered;
    row.querySelector('[data-part="told"]').textContent = told.told || "–";
    row.classList.toggle("differs", told.differs);
  }
}

document.addEventListener("grid:answered", ({ detail }) => {
  if (box && detail?.counts) show(detail.counts);
});
