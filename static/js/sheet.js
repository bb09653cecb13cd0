// Live sums of the result sheet. The server computes and checks everything again on saving.

const form = document.getElementById("sheet");
const GROUPED = /^\d{1,3}([. ]\d{3})+$/;
const PLAIN = /^\d+(,\d+)?$/;

/** The number typed as a Vietnamese clerk means it, or null where it is none (or not yet). */
export function parseNumber(text) {
  const typed = text.normalize("NFKC").trim();
  if (GROUPED.test(typed)) return Number(typed.replace(/[. ]/g, ""));
  return PLAIN.test(typed) ? Number(typed.replace(",", ".")) : null;
}

export function formatNumber(value) {
  return value.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}

/** {value, sign, words} of one figure of the form, or null. */
function figureOf(name) {
  const box = form.elements[`${name}_n`] ?? form.elements[name];
  const value = box && box.value ? parseNumber(box.value) : null;
  if (value === null) return null;
  const select = form.elements[`${name}_q`];
  const sign = select ? select.value : "exact";
  return { value, sign, words: sign === "exact" ? "" : `${select.selectedOptions[0].text} ` };
}

function show(id, text) {
  const output = document.getElementById(id);
  if (output && output.value !== text) output.value = text;
}

function partsOf(kind) {
  const boxes = form.querySelectorAll(`[data-parts="${kind}"] input`);
  return [...boxes]
    .map((box) => ({ code: box.name.slice(kind.length + 1), value: parseNumber(box.value) }))
    .filter((part) => part.value !== null);
}

function refresh() {
  const units = figureOf("units");
  show("sum-units", units ? units.words + formatNumber(units.value) : "–");
  const bags = partsOf("volume");
  const counted = bags.reduce((sum, bag) => sum + bag.value, 0);
  show("sum-bags", bags.length ? formatNumber(counted) : "–");
  const measured = bags.filter((bag) => bag.code !== "other");
  const ml = measured.reduce((sum, bag) => sum + bag.value * Number(bag.code), 0);
  show("sum-ml", measured.length ? `${formatNumber(ml)} ml` : "–");
  show("sum-equivalents", measured.length ? formatNumber(ml / 250) : "–");
  show("sum-share", shareText(figureOf("donated"), figureOf("attended")));
}

const PULL = { exact: "", over: ">", nearly: "<", about: "≈" };
const OPPOSITE = { "": "", ">": "<", "<": ">", "≈": "≈" };

/** "< 76,7 %": a bound stays a bound; the same rule as drives.rules.figures.share. */
function shareText(part, whole) {
  if (!part || !whole || !whole.value) return "–";
  if (part.sign === "forecast" || whole.sign === "forecast") return "–";
  const pulls = new Set([PULL[part.sign], OPPOSITE[PULL[whole.sign]]].filter(Boolean));
  const sign = pulls.size > 1 ? "≈ " : [...pulls].map((pull) => `${pull} `).join("");
  return `${sign}${formatNumber(Math.round((part.value / whole.value) * 1000) / 10)} %`;
}

if (form) {
  form.addEventListener("input", refresh);
  refresh();
}
