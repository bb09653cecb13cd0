// Glue for htmx, loaded with it by templates/_components/htmx.html: the CSRF header of every
// request, and lists that refresh by themselves:
//
//   {% include "_components/refresh_note.html" %}
//   <div id="waiting" data-refresh hx-get="…" hx-trigger="every 5s, refresh"> … rows … </div>
//
// The answer replaces what is inside the list; 204 leaves it (the server may compare a stamp sent
// with hx-include="find [name=seen]"). The list stands still while its tab is hidden or something in
// it was typed and not sent; what has the focus keeps it, <details> stay open. When the line is gone
// or the session has ended, the note says so, once. No list is kept in the browser's storage.
import { csrfToken } from "./csrf.js";

const LISTS = "[data-refresh]";
let seenAt = new Date();

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = csrfToken();
});

function clock(at) {
  return at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
}

/** Shows the note's sentence `why` (offline, late, ended); without one, nothing. */
function say(why) {
  for (const note of document.querySelectorAll("[data-refresh-note]")) {
    const text = why ? note.dataset[why] + (why === "ended" ? "" : ` ${clock(seenAt)}.`) : "";
    if (note.textContent === text) continue;
    const said = document.createElement("p");
    said.className = "note warn";
    said.textContent = text;
    note.replaceChildren(...(text ? [said] : []));
  }
}

/** Whether something in the list was typed or ticked and not sent yet. */
function isTypedIn(list) {
  for (const box of list.querySelectorAll("input, textarea, select")) {
    if (box.type === "hidden" || box.type === "submit") continue;
    if (box.type === "checkbox" || box.type === "radio") {
      if (box.checked !== box.defaultChecked) return true;
    } else if (box.tagName === "SELECT") {
      for (const option of box.options) if (option.selected !== option.defaultSelected) return true;
    } else if (box.value !== box.defaultValue) return true;
  }
  return false;
}

function isRefresh({ detail }) {
  return detail.elt.matches(LISTS);
}

/** Whether another page answered: after the session has ended a redirect leads to the login. */
function isLedAway({ xhr, pathInfo }) {
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  return Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname !== asked;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isRefresh(event) && (document.hidden || isTypedIn(event.detail.elt))) event.preventDefault();
});

/** How to find the focused element of a list again: by its id, else by what it is. */
function nameOf(element, list) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const tag = element.tagName.toLowerCase();
  if (element.hasAttribute("href")) return `${tag}[href="${CSS.escape(element.getAttribute("href"))}"]`;
  if (element.name) {
    return `${tag}[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.getAttribute("value") ?? "")}"]`;
  }
  const place = [...list.querySelectorAll(tag)].indexOf(element);
  return place < 0 ? "" : `${tag}|${place}`;
}

function find(list, name) {
  const [tag, place] = name.split("|");
  return place === undefined ? list.querySelector(name) : list.querySelectorAll(tag)[Number(place)];
}

const kept = new WeakMap();

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (isLedAway(event.detail)) {
    event.detail.shouldSwap = false;
    say("ended");
    return;
  }
  if (!target.matches(LISTS)) return;
  if (isTypedIn(target)) {
    event.detail.shouldSwap = false; // Typing began while the answer was under way.
    return;
  }
  const at = document.activeElement;
  kept.set(target, {
    focus: target.contains(at) && at !== target ? nameOf(at, target) : "",
    open: [...target.querySelectorAll("details")].map((one) => one.open),
    scroll: [target.scrollLeft, target.scrollTop],
  });
});

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  const before = kept.get(target);
  if (!before) return;
  kept.delete(target);
  const folds = [...target.querySelectorAll("details")];
  if (folds.length === before.open.length) folds.forEach((one, n) => { one.open = before.open[n]; });
  [target.scrollLeft, target.scrollTop] = before.scroll;
  if (before.focus) find(target, before.focus)?.focus({ preventScroll: true });
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || isLedAway(event.detail)) return;
  if (isRefresh(event)) seenAt = new Date();
  say("");
});
document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:timeout", () => say("late"));
document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  say(xhr.status === 401 ? "ended" : "late");
});

function refreshAll() {
  for (const list of document.querySelectorAll(LISTS)) window.htmx?.trigger(list, "refresh");
}

window.addEventListener("offline", () => {
  if (document.querySelector(LISTS)) say("offline");
});
window.addEventListener("online", refreshAll);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refreshAll();
});
