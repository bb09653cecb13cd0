// One line of a grid: what was typed, what the server said of it, and how it looks.
import { newId } from "./ids.js";
import { tidy } from "./pasted.js";

export class Line {
  /** `grid` gives id, words and columns; `tr` is a line the server drew, or nothing for a new one. */
  constructor(grid, number, tr) {
    this.grid = grid;
    this.number = number;
    this.tr = tr ?? blank(grid, number);
    this.id = tr?.dataset.id || newId();
    this.version = Number(tr?.dataset.version ?? 0);
    this.state = tr?.dataset.state ?? "";
    this.chosen = tr?.dataset.chosen ?? "";
    this.said = tr?.dataset.said ?? "";
    this.findings = JSON.parse(tr?.dataset.findings || "[]");
    this.choices = tr?.querySelector("fieldset") ?? null;
    this.cells = new Map();
    grid.columns.forEach(({ key }, column) => {
      const text = tr ? this.shown(column).textContent : "";
      if (text) this.cells.set(key, text);
    });
    // What was changed since, and what of it the server has.
    this.revision = this.sent = 0;
  }

  get isDone() {
    return this.state === "done";
  }

  get isFilled() {
    for (const text of this.cells.values()) if (tidy(text)) return true;
    return false;
  }

  /** Whether the server should hear of it; an empty line only if it was told of before. */
  get isUnsent() {
    return this.revision !== this.sent && !this.isDone && this.state !== "stale" && this.counts;
  }

  get counts() {
    return this.isFilled || this.version > 0;
  }

  get isBad() {
    return this.findings.some((one) => one.tone === "bad");
  }

  text(column) {
    return this.cells.get(this.grid.columns[column].key) ?? "";
  }

  td(column) {
    return this.tr.cells[column + 1];
  }

  /** The element that holds the text of a cell, or the input. */
  shown(column) {
    return this.td(column).firstElementChild;
  }

  set(key, text) {
    if (text) this.cells.set(key, text);
    else this.cells.delete(key);
    this.touch(key);
  }

  /** The line was changed: what was said of this cell, and of the whole line, is out of date. */
  touch(key = null) {
    this.revision += 1;
    if (this.state === "stale") this.state = "kept";
    this.findings = this.findings.filter((one) => one.cell && one.cell !== key);
  }

  /** For the server. The key stands for this content: changed, the line gets another one. */
  json() {
    if (this.keyOf !== this.revision) {
      this.key = newId();
      this.keyOf = this.revision;
    }
    return {
      id: this.id,
      line: this.number,
      cells: Object.fromEntries(this.cells),
      key: this.key,
      version: this.version,
      chosen: this.chosen,
    };
  }

  /** Takes the server's answer to what the line was at `revision`. */
  take(answer, revision) {
    this.version = answer.version;
    this.state = answer.state;
    this.said = answer.said ?? "";
    this.sent = revision;
    if (this.revision !== revision && this.state === "kept") return; // Typed on meanwhile.
    if (this.state === "stale") this.sent = -1; // It has something else.
    this.findings = answer.findings ?? [];
    this.chosen = answer.chosen ?? "";
    this.choices = answer.proposals?.length ? this.offered(answer.proposals) : null;
  }

  // what is seen

  idOf(key) {
    return `${this.grid.id}-${this.id}-${key}`;
  }

  /** Draws the line; in the column `active` stands the input, or nowhere (-1). */
  draw(active) {
    this.tr.dataset.state = this.state;
    this.grid.columns.forEach(({ key }, column) => {
      if (column !== active) this.shown(column).textContent = this.text(column);
      // What is still to be typed in the line at hand is not missing yet.
      const soon = active >= 0 && !this.cells.has(key);
      this.tell(this.td(column), key, soon ? [] : this.findings.filter((one) => one.cell === key));
    });
    this.drawWhole();
  }

  tell(td, key, findings) {
    const tone = findings.some((one) => one.tone === "bad") ? "bad" : findings[0]?.tone;
    td.classList.toggle("bad", tone === "bad");
    const said = td.querySelector(".why");
    if (!findings.length) {
      said?.remove();
      return;
    }
    const why = said ?? td.appendChild(element("small"));
    why.className = `why ${tone}`;
    why.id = this.idOf(key);
    const text = findings.map((one) => one.text).join(" ");
    if (why.textContent !== text) why.textContent = text;
  }

  /** The last cell: what became of the line, what is said of it as a whole, whom it may mean. */
  drawWhole() {
    const { words } = this.grid;
    const td = this.tr.lastElementChild;
    if (td.contains(document.activeElement)) return; // A choice is being made.
    const whole = this.findings.filter((one) => !one.cell);
    const why = whole.length ? [element("div")] : [];
    for (const one of whole) why[0].append(element("p", `why ${one.tone}`, one.text));
    if (why[0]) why[0].id = this.idOf("whole");
    let note = this.said;
    if (!note && this.isUnsent) note = words.rowUnsent;
    if (!note && this.version && this.isFilled && !this.isBad && !this.choices) note = words.rowKept;
    td.replaceChildren(
      ...(note ? [element("p", "muted", note)] : []),
      ...why,
      ...(this.choices ? [this.choices] : []),
    );
  }

  offered(proposals) {
    const { words } = this.grid;
    const set = element("fieldset");
    set.append(element("legend", "visually-hidden", words.line.replace("{number}", this.number)));
    for (const one of [...proposals, { value: "none", label: words.none }]) {
      const radio = element("input", "form-check-input");
      radio.type = "radio";
      radio.name = `chosen-${this.id}`;
      radio.value = one.value;
      radio.checked = this.chosen === one.value;
      const said = element("span", "", one.label);
      if (one.detail) said.append(" ", element("small", "", one.detail));
      const label = element("label");
      label.append(radio, said);
      set.append(label);
    }
    return set;
  }
}

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function blank(grid, number) {
  const tr = document.createElement("tr");
  const head = element("th", "", number);
  head.scope = "row";
  tr.append(head);
  for (const { kind } of grid.columns) {
    const td = element("td", kind);
    td.append(element("span"));
    tr.append(td);
  }
  tr.append(element("td", "says"));
  return tr;
}
