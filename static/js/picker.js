// Suggestions while typing a name: glue between the fields of directory/forms/fields.py and the
// <auto-complete> element. Without it the same fields work as plain text.
import "../vendor/auto-complete-element/auto-complete-element.js";

/** The day typed in the field that the picker names, or "". */
function typedDay(picker) {
  const field = document.getElementById(picker.dataset.dayField || "");
  return field ? field.value.trim() : "";
}

/** Suggestions for the address; anything but our own fragment counts as none. */
async function fetchSuggestions(picker, url) {
  const day = typedDay(picker);
  if (day) {
    url.searchParams.set("day", day);
  }
  picker.running?.abort();
  picker.running = new AbortController();
  const answer = await fetch(url, {
    signal: picker.running.signal,
    headers: { Accept: "text/fragment+html" },
  });
  // After the session has ended, the login page comes instead.
  if (!answer.ok || answer.redirected) {
    throw new Error(`suggestions: ${answer.status}`);
  }
  return answer.text();
}

function announce(picker) {
  const status = picker.querySelector("[data-picker-status]");
  const count = picker.querySelectorAll("[role=option]").length;
  status.textContent = count
    ? status.dataset.some.replace("{count}", count)
    : status.dataset.none;
}

function wire(picker) {
  picker.fetchResult = (url) => fetchSuggestions(picker, url);
  picker.addEventListener("load", () => announce(picker));
  // The focus stays in the input, or the page would move below the mouse before it is released.
  picker.querySelector("ul").addEventListener("mousedown", (event) => event.preventDefault());
  picker.addEventListener("auto-complete-change", (event) => {
    if (picker.value) {
      picker.querySelector("[data-picker-status]").textContent = picker.value;
      event.relatedTarget.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

document.querySelectorAll("auto-complete.picker").forEach(wire);
