// One editable grid for a whole list: 345 lines of 14 columns are text, and one input moves
// through them. Without this script the same page has a box for pasted lines and a form for one.
//
// THE CONTRACT
// The page includes templates/_components/grid.html with an exchange.grids.Grid inside its own
// <form method="post">, which has the CSRF token, the form's key and the buttons. The script reads
// all it needs from that table.
//
// Sending lines. Each line that is left, rests for a moment or was pasted goes to data-save-url:
//   POST, application/json, X-CSRFToken, at most 40 lines:
//   {"owner": "17",
//    "rows": [{"id": "<UUIDv7 made here>", "line": 12, "cells": {"name": "…", "birth": "1990"},
//              "key": "<UUID>", "version": 0, "chosen": "<value of a proposal, none, or empty>"}]}
//   Empty cells are left out; a line that was cleared comes with {}. `key` stands for this content
//   of the line: an answer that was lost is asked for again with the same id and key, and is then
//   the first answer again. `version` is the one the server gave last (0: never).
//   The server reads it with exchange.grids.read_lines.
// The answer, 200 (exchange.grids.answer):
//   {"rows": [{"id", "version", "state": "kept" | "stale" | "done", "said": "…",
//              "findings": [{"text": "…", "cell": "<key of a column, or empty>",
//                            "tone": "bad" | "warn" | "info"}],
//              "proposals": [{"value": "…", "label": "…", "detail": "…"}], "chosen": "…"}]}
//   stale: somebody else saved the line; findings say so, version is theirs, and the line is sent
//   again once it is touched. done: taken over, no longer edited here.
//   409, 422, 403, 404 with {"said": "…"} (exchange.grids.refusal): nothing was saved; the sentence
//   is shown and the lines stay. 401, or a redirect: the session ended; the lines stay.
// Posting the form. The hidden field `rows` gets the same JSON with every line that is not done
//   (exchange.grids.read_post). Nothing is ever kept in the browser's storage.
//
// Keys: Enter goes down and returns to the column where a run of Tabs began, Shift+Enter up, Tab
// right, arrows at the ends of the text, Escape takes the cell's text back and, once more, leaves.
import { Line } from "./grid-line.js";
import { Post } from "./grid-post.js";
import { parsePasted, splitHeading } from "./pasted.js";

const BLANK = 5; // empty lines that stand ready below
const REST = 1_500; // a line at rest is sent even before it is left
const PAGE = 10;
const KEYBOARDS = { number: "numeric", phone: "tel" };

class Grid {
  constructor(root) {
    this.root = root;
    this.id = root.id;
    this.words = JSON.parse(document.getElementById(`${root.id}-words`).textContent);
    this.url = root.dataset.saveUrl;
    this.owner = root.dataset.owner;
    this.form = root.closest("form");
    const table = root.querySelector("table");
    this.body = table.tBodies[0];
    this.columns = [...table.tHead.querySelectorAll("[data-key]")].map(({ dataset }) => dataset);
    this.known = new Map(
      this.columns.flatMap(({ key, names }) => names.split("|").map((name) => [name, key])),
    );
    this.lines = [...this.body.rows].map((tr, place) => new Line(this, place + 1, tr));
    this.line = null; // where the input stands, and in which column
    this.column = 0;
    this.began = 0; // the column where a run of Tabs began
    this.how = ""; // why lines wait: sending, offline, late, ended or refused
    this.box = this.makeBox();
    this.post = new Post(this);
    this.begin();
  }

  begin() {
    for (const part of this.root.querySelectorAll("[data-grid-fallback]")) part.remove();
    for (const part of this.root.querySelectorAll("[data-grid-live]")) part.hidden = false;
    for (const head of this.body.parentElement.tHead.querySelectorAll("[data-width]")) {
      head.style.minWidth = `calc(${head.dataset.width}ch + 1.25rem)`;
    }
    for (const line of this.lines) line.tr.cells[0].textContent = line.number;
    this.addBlanks();
    this.place(this.lines.find((line) => !line.isDone && !line.isFilled) ?? null, 0);
    this.body.addEventListener("mousedown", (event) => this.pressed(event));
    this.body.addEventListener("change", ({ target }) => this.chose(target));
    this.body.addEventListener("keydown", (event) => this.keyed(event));
    this.body.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (this.moving) return;
      this.draw(this.lineOf(target));
      this.typing = null;
      if (!this.body.contains(relatedTarget)) this.post.send();
    });
    for (const button of this.root.querySelectorAll("[data-grid-act]")) {
      button.addEventListener("click", () => this[button.dataset.gridAct]());
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.submitted && this.unsent().length) event.preventDefault();
    });
    this.tell("");
  }

  lineOf(node) {
    const tr = node.closest("tr");
    return this.lines.find((line) => line.tr === tr);
  }

  /** Keeps empty lines below the last one that counts, and at least `fewest` in all. */
  addBlanks(fewest = 0) {
    const last = this.lines.findLastIndex((line) => line.counts || line === this.line);
    const wanted = Math.min(Math.max(last + 1 + BLANK, fewest), this.words.mostRows);
    const made = document.createDocumentFragment();
    while (this.lines.length < wanted) {
      const line = new Line(this, this.lines.length + 1);
      this.lines.push(line);
      made.append(line.tr);
    }
    this.body.append(made);
  }

  draw(line) {
    line.draw(line === this.line ? this.column : -1);
    if (line === this.line) this.describe();
  }

  // what the server is told, and tells

  unsent() {
    return this.lines.filter((line) => line.isUnsent);
  }

  /** What is to be sent: without the line that is being typed, or with `all` of them. */
  ready(all) {
    return this.unsent().filter((line) => all || line !== this.typing);
  }

  /** A line at rest is sent even if it is not left. */
  rest() {
    this.typing = this.line;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.typing = null;
      this.post.send();
    }, REST);
  }

  take(line, answer, revision) {
    line.take(answer, revision);
    if (line.isDone && line === this.line) {
      const typing = document.activeElement === this.box;
      this.place(this.next(line, 1) ?? null, 0);
      if (typing) this.box.focus();
    }
    this.draw(line);
  }

  refuse(said) {
    this.refused = said;
  }

  /** What stands below the grid: how many lines are where, and why they wait. */
  tell(how) {
    this.how = how;
    if (how !== "refused") this.refused = "";
    const { words } = this;
    const unsent = this.unsent().length;
    const kept = this.lines.filter((line) => line.version > 0 && (line.isFilled || line.isDone));
    const bad = kept.filter((line) => line.isBad).length;
    const counts = [["kept", kept.length], ["bad", bad], ["unsent", unsent]]
      .filter(([, count]) => count)
      .map(([name, count]) => words[name].replace("{count}", count));
    this.show("counts", counts.join(" · ") || words.empty);
    const late = ["offline", "late", "ended"].includes(how) ? words[how] : "";
    this.show("why", this.refused || late.replace("{count}", unsent));
    this.part("why").hidden = !this.part("why").textContent;
    this.part("again").hidden = !(unsent && ["ended", "refused"].includes(how));
    this.part("next").hidden = !bad;
    this.part("undo").hidden = !this.undoing;
  }

  part(name) {
    return this.root.querySelector(`[data-grid-part="${name}"]`);
  }

  show(name, text) {
    const part = this.part(name);
    if (part.textContent !== text) part.textContent = text;
  }

  // the one input

  makeBox() {
    const box = document.createElement("input");
    box.className = "grid-box";
    box.autocomplete = "off";
    box.spellcheck = false;
    box.maxLength = this.words.mostInCell;
    box.enterKeyHint = "next";
    box.addEventListener("input", () => this.typed());
    box.addEventListener("paste", (event) => this.pasted(event));
    return box;
  }

  /** Puts the input into a cell, without the focus. */
  place(line, column) {
    const { box, line: left } = this;
    this.moving = true;
    if (left) left.shown(this.column).textContent = left.text(this.column);
    [this.line, this.column] = [line, column];
    if (line) {
      const { kind, list } = this.columns[column];
      this.before = box.value = line.text(column);
      box.inputMode = KEYBOARDS[kind] ?? "text";
      if (list) box.setAttribute("list", list);
      else box.removeAttribute("list");
      line.shown(column).replaceChildren(box);
      this.describe();
    }
    this.moving = false;
    if (left && left !== line) left.draw(-1);
  }

  describe() {
    const { box, line, column } = this;
    const { key, label } = this.columns[column];
    box.setAttribute("aria-label", `${label}, ${this.words.line.replace("{number}", line.number)}`);
    const about = [line.idOf(key), line.idOf("whole")].filter((id) => document.getElementById(id));
    const bad = line.findings.some((one) => one.cell === key && one.tone === "bad");
    for (const [name, value] of [["aria-describedby", about.join(" ")], ["aria-invalid", bad || ""]]) {
      if (value) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }

  go(line, column) {
    if (!line) return;
    const left = this.line;
    this.place(line, column);
    this.box.focus({ preventScroll: true });
    this.box.select();
    line.td(column).scrollIntoView({ block: "nearest", inline: "nearest" });
    if (left !== line) {
      this.typing = null;
      this.addBlanks();
      this.post.send();
    }
  }

  /** The next line that can be edited, down (1) or up (-1). */
  next(line, step) {
    let place = this.lines.indexOf(line) + step;
    while (this.lines[place]?.isDone) place += step;
    return this.lines[place];
  }

  typed() {
    this.line.set(this.columns[this.column].key, this.box.value);
    this.undoing = null;
    this.draw(this.line);
    this.rest();
    this.tell(this.how === "refused" ? "" : this.how);
  }

  // keys and pointer

  keyed(event) {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.target !== this.box) {
      // From a choice in the last cell on to the next line.
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.go(this.next(this.lineOf(event.target), 1), 0);
      return;
    }
    const to = this.target(event);
    if (!to) return;
    event.preventDefault();
    if (event.key !== "Tab") this.began = to[1];
    this.go(...to);
  }

  /** Where a key leads, [line, column], or null where it is the input's or the browser's. */
  target({ key, shiftKey, ctrlKey }) {
    const { box, line, column } = this;
    const last = this.columns.length - 1;
    const whole = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    const suggesting = this.columns[column].list && !whole;
    switch (key) {
      case "Enter":
        return shiftKey ? this.step(-1) : [this.next(line, 1) ?? line, this.began];
      case "ArrowDown":
        return suggesting ? null : this.step(1);
      case "ArrowUp":
        return suggesting ? null : this.step(-1);
      case "PageDown":
        return this.step(PAGE);
      case "PageUp":
        return this.step(-PAGE);
      case "ArrowLeft":
        return !shiftKey && column && (whole || !box.selectionEnd) ? [line, column - 1] : null;
      case "ArrowRight":
        return !shiftKey && column < last && (whole || box.selectionStart === box.value.length)
          ? [line, column + 1] : null;
      case "Home":
        return ctrlKey ? [this.lines.find((one) => !one.isDone), column] : null;
      case "End":
        return ctrlKey ? [this.lines.findLast((one) => one.isFilled && !one.isDone) ?? line, column] : null;
      case "Tab":
        return this.tabbed(shiftKey, last);
      case "Escape":
        return this.escaped();
      default:
        return null;
    }
  }

  step(by) {
    let { line } = this;
    for (let n = 0; n < Math.abs(by); n += 1) line = this.next(line, Math.sign(by)) ?? line;
    return [line, this.column];
  }

  /** Before the first cell, behind the choices of a line and behind an empty line Tab leaves. */
  tabbed(back, last) {
    const { line, column } = this;
    if (back) {
      if (column) return [line, column - 1];
      const above = this.next(line, -1);
      return above ? [above, last] : null;
    }
    if (column < last) return [line, column + 1];
    const below = this.next(line, 1);
    if (line.choices || !line.isFilled || !below) return null;
    this.began = 0;
    return [below, 0];
  }

  escaped() {
    if (this.box.value !== this.before) {
      this.box.value = this.before;
      this.typed();
      this.box.select();
    } else {
      this.root.querySelector("[data-grid-after]").focus();
    }
    return null;
  }

  pressed(event) {
    if (event.button || event.target.closest("input, a, label, button")) return;
    const td = event.target.closest("td:not(.says)");
    const line = td && this.lineOf(td);
    if (!line || line.isDone) return;
    event.preventDefault();
    this.began = td.cellIndex - 1;
    this.go(line, this.began);
  }

  chose(target) {
    const line = target.type === "radio" && this.lineOf(target);
    if (!line) return;
    line.chosen = target.value;
    line.touch();
    this.post.send();
    this.tell(this.how);
  }

  // pasting

  pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.trimEnd())) return; // One cell: the input's own business.
    event.preventDefault();
    const { keys, heading, rows } = splitHeading(parsePasted(text), this.known);
    const wide = rows[0]?.length ?? 0;
    const right = Array.from({ length: wide }, (_, n) => this.columns[this.column + n]?.key ?? null);
    this.fill(rows, keys ?? right, heading);
  }

  /** Fills the lines from the present one down; `keys` says which column each cell is of. */
  fill(rows, keys, heading) {
    const lines = this.takers(rows.length);
    const refused = this.refusal(rows, keys, lines);
    if (refused) {
      this.show("said", refused);
      return;
    }
    this.undoing = lines.map((line) => [line, new Map(line.cells), line.chosen]);
    rows.forEach((cells, n) => {
      keys.forEach((key, place) => { if (key) lines[n].set(key, cells[place]); });
    });
    const left = keys.map((key, n) => !key && rows.some((cells) => cells[n]) && (heading[n] || n + 1));
    const names = left.filter(Boolean).join(", ");
    this.show("said", [
      this.words.pasted.replace("{count}", rows.length),
      names && this.words.ignored.replace("{names}", names),
    ].join(" ").trim());
    this.changed(lines);
  }

  /** The lines that take what is pasted: from the present one down, without those taken over. */
  takers(count) {
    const first = this.lines.indexOf(this.line);
    this.addBlanks(first + count + this.lines.slice(first).filter((line) => line.isDone).length);
    return this.lines.slice(first).filter((line) => !line.isDone).slice(0, count);
  }

  refusal(rows, keys, lines) {
    const { words } = this;
    if (lines.length < rows.length) return words.tooMany.replace("{most}", words.mostRows);
    for (const [n, cells] of rows.entries()) {
      const long = cells.findIndex((cell, place) => keys[place] && cell.length > words.mostInCell);
      if (long >= 0) {
        return words.tooLong.replace("{line}", n + 1).replace("{column}", long + 1)
          .replace("{most}", words.mostInCell);
      }
    }
    return "";
  }

  /** Draws lines that were changed at once, and sends them. */
  changed(lines) {
    if (lines.includes(this.line)) this.before = this.box.value = this.line.text(this.column);
    lines.forEach((line) => this.draw(line));
    this.addBlanks();
    this.typing = null;
    this.post.send();
    this.tell(this.how);
  }

  // the buttons below

  undo() {
    const lines = this.undoing.map(([line, cells, chosen]) => {
      [line.cells, line.chosen] = [cells, chosen];
      line.touch();
      return line;
    });
    this.undoing = null;
    this.show("said", "");
    this.changed(lines);
    this.go(this.line, this.column);
  }

  clear() {
    const { line } = this;
    if (!line?.isFilled) return;
    this.undoing = [[line, line.cells, line.chosen]];
    [line.cells, line.chosen, line.findings, line.choices] = [new Map(), "", [], null];
    line.touch();
    this.changed([line]);
    this.go(line, this.column);
  }

  again() {
    this.post.send();
  }

  /** To the next cell that keeps its line from being taken over. */
  nextBad() {
    const after = this.lines.indexOf(this.line) + 1;
    const order = [...this.lines.slice(after), ...this.lines.slice(0, after)];
    const line = order.find((one) => one.isBad && !one.isDone);
    if (!line) return;
    const { cell } = line.findings.find((one) => one.tone === "bad");
    this.began = Math.max(this.columns.findIndex(({ key }) => key === cell), 0);
    this.go(line, this.began);
  }

  submit(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.tell("offline");
      return;
    }
    const lines = this.lines.filter((line) => line.counts && !line.isDone);
    this.root.querySelector("input[name=rows]").value = this.post.body(lines);
    this.submitted = true;
  }
}

document.querySelectorAll("[data-grid]").forEach((root) => new Grid(root));
