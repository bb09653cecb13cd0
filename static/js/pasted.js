// What a spreadsheet puts on the clipboard, as exchange/pasted.py and exchange/headings.py read it.
// Only cells between tabs: what people type with commas into a cell stays one cell.

const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200d\u2060\ufeff]/g;
const QUOTED = /"((?:[^"\t]|"")*)"(?=[\t\n]|$)/y;
const PLAIN = /[^\t\n]*/y;
const MOST_ABOVE = 12;
const NUMBER = /^\(?(?:\d{1,2}|[A-Z])\)?$/;

export function tidy(cell) {
  const lines = cell.normalize("NFC").replace(INVISIBLE, "").split("\n");
  return lines.map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n");
}

/** Rows of cells, all of one length, without empty rows at the end and columns at the right. */
export function parsePasted(text) {
  text = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n").trimEnd();
  const rows = [[]];
  let at = 0;
  for (;;) {
    QUOTED.lastIndex = PLAIN.lastIndex = at;
    const quoted = text[at] === '"' ? QUOTED.exec(text) : null;
    const found = quoted ?? PLAIN.exec(text);
    rows.at(-1).push(tidy(quoted ? quoted[1].replaceAll('""', '"') : found[0]));
    at += found[0].length;
    if (at >= text.length) break;
    if (text[at] === "\n") rows.push([]);
    at += 1;
  }
  while (rows.length && !rows.at(-1).some(Boolean)) rows.pop();
  const width = Math.max(0, ...rows.map((row) => row.findLastIndex(Boolean) + 1));
  return rows.map((row) => Array.from({ length: width }, (_, n) => row[n] ?? ""));
}

/** A heading as it is compared: folded words, "d" for "đ", without marks and punctuation. */
export function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("đ", "d");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/**
 * {keys, heading, rows}: the column of each cell (null for one that `known`, a Map of folded
 * headings, does not name), the heading and the rows below it; keys is null where there is none.
 */
export function splitHeading(rows, known) {
  const keysOf = (row) => {
    const keys = [];
    for (const cell of row) {
      const key = cell ? known.get(folded(cell)) ?? null : null;
      keys.push(keys.includes(key) ? null : key);
    }
    return keys;
  };
  const enough = Math.min(2, rows[0]?.length ?? 0);
  for (let at = 0; at < Math.min(rows.length, MOST_ABOVE); at += 1) {
    const keys = keysOf(rows[at]);
    if (keys.filter(Boolean).length < enough) continue;
    let below = at + 1;
    const second = (rows[below] ?? []).filter(Boolean).map(folded);
    const above = [...keys];
    if (second.length && second.every((name) => known.has(name))
        && second.some((name) => !above.includes(known.get(name)))) {
      keysOf(rows[below]).forEach((key, place) => {
        if (key && !keys.includes(key)) keys[place] = key;
      });
      below += 1;
    }
    const filled = (rows[below] ?? []).filter(Boolean);
    if (filled.length > 2 && filled.every((cell) => NUMBER.test(cell))
        && new Set(filled).size === filled.length) below += 1;
    return { keys, heading: rows[at], rows: rows.slice(below) };
  }
  return { keys: null, heading: [], rows };
}
