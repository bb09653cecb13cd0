// Figures being typed are kept in this browser for a day, for the person who typed them. Only
// figures: nothing about a person stays here. Logging out clears the browser's storage.

const PREFIX = "giothong:draft:";
const DAY = 24 * 60 * 60 * 1000;
const form = document.querySelector("form[data-draft]");

function figures() {
  return [...form.querySelectorAll(".fig-number, .fig-sign")];
}

function read() {
  return Object.fromEntries(figures().map((box) => [box.name, box.value]));
}

function clock(at) {
  return new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
}

/** Drafts of another person, of an older version of this sheet, or older than a day are dropped. */
function sweep(key, owner, sheet) {
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const [ownerOf, sheetOf] = name.slice(PREFIX.length).split(":");
    const draft = JSON.parse(localStorage.getItem(name) ?? "null");
    const old = !draft || Date.now() - draft.at > DAY;
    const sameSheet = sheetOf.replace(/-v\d+$/, "") === sheet.replace(/-v\d+$/, "");
    if (old || ownerOf !== owner || (sameSheet && name !== key)) localStorage.removeItem(name);
  }
}

function start() {
  const note = document.getElementById("draft-note");
  const owner = form.dataset.draftOwner;
  const sheet = form.dataset.draft;
  const key = `${PREFIX}${owner}:${sheet}`;
  sweep(key, owner, sheet);
  const shown = read();
  const draft = JSON.parse(localStorage.getItem(key) ?? "null");
  if (draft && !form.querySelector(".summary")) restore(draft, shown, note, key);

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const at = Date.now();
      localStorage.setItem(key, JSON.stringify({ at, values: read() }));
      note.textContent = `${note.dataset.kept} ${clock(at)}`;
    }, 600);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read() }));
    note.textContent = note.dataset.offline;
  });
}

function restore(draft, shown, note, key) {
  const changed = figures().filter(
    (box) => box.name in draft.values && draft.values[box.name] !== box.value,
  );
  if (!changed.length) return;
  for (const box of changed) box.value = draft.values[box.name];
  form.dispatchEvent(new Event("input"));
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn btn-plain btn-sm";
  discard.textContent = note.dataset.discard;
  discard.addEventListener("click", () => {
    for (const box of figures()) box.value = shown[box.name];
    form.dispatchEvent(new Event("input"));
    localStorage.removeItem(key);
    note.textContent = "";
  });
  note.replaceChildren(`${note.dataset.restored} ${clock(draft.at)}. `, discard);
}

if (form) {
  try {
    start();
  } catch (error) {
    // Storage may be switched off or full: the sheet works without drafts.
    console.warn(error);
  }
}
