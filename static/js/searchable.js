// A long <select data-searchable> becomes a box to type in: "huyet sac" finds "Huyết sắc tố thấp".
// The select stays in the form, hidden, and keeps the value; without scripts it is used as it is.
import "../vendor/auto-complete-element/auto-complete-element.js";

const MOST = 12;

/** As words.folding.fold: small letters without marks, đ as d. */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").trim();
}

/** The options whose words all begin with what was typed, those of a whole beginning first. */
function matching(select, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const found = [...select.options].filter((option) => {
    if (!option.value) return false;
    const text = ` ${fold(`${option.text} ${option.parentElement.label ?? ""}`)}`.replace(/[(/,·]/g, " ");
    return words.every((word) => text.includes(` ${word}`));
  });
  const whole = fold(query);
  return found.sort((a, b) => fold(b.text).startsWith(whole) - fold(a.text).startsWith(whole)).slice(0, MOST);
}

function item(option) {
  const line = document.createElement("li");
  line.setAttribute("role", "option");
  line.dataset.autocompleteValue = option.text;
  line.textContent = option.text;
  const group = option.parentElement.label;
  if (group) {
    const note = document.createElement("small");
    note.textContent = ` ${group}`;
    line.append(note);
  }
  return line.outerHTML;
}

function wire(select) {
  const list = document.createElement("ul");
  list.id = `${select.id}-options`;
  list.hidden = true;
  const input = document.createElement("input");
  input.type = "text";
  input.id = `${select.id}-search`;
  input.className = "form-control";
  input.autocomplete = "off";
  input.placeholder = select.options[0]?.value ? "" : select.options[0]?.text ?? "";
  for (const name of ["aria-invalid", "aria-describedby"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const box = document.createElement("auto-complete");
  box.className = "picker";
  box.setAttribute("src", location.pathname);
  box.setAttribute("for", list.id);
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) {
    label.htmlFor = input.id;
    list.setAttribute("aria-label", label.textContent.trim());
  }

  const show = () => {
    const chosen = select.selectedOptions[0];
    input.value = chosen?.value ? chosen.text : "";
  };
  const choose = (option) => {
    const value = option?.value ?? "";
    if (select.value === value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  box.fetchOnEmpty = true;
  box.fetchResult = async () => {
    const chosen = select.selectedOptions[0];
    const query = chosen?.value && input.value === chosen.text ? "" : input.value;
    return matching(select, query).map(item).join("");
  };
  box.addEventListener("auto-complete-change", () => {
    if (box.value) choose([...select.options].find((option) => option.text === box.value));
  });
  input.addEventListener("focus", () => input.select());
  // Left with words that choose nothing: what was chosen before stands there again.
  input.addEventListener("blur", () => {
    if (!input.value.trim()) choose(null);
    setTimeout(show, 150);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  select.addEventListener("change", show);

  box.append(input, list);
  select.before(box);
  select.classList.add("visually-hidden");
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  show();
}

document.querySelectorAll("select[data-searchable]").forEach(wire);
