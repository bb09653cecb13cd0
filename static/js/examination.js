// Comfort of the receiver's desks. Enter goes on to the next box, as a scanner's own Enter does, and
// never decides anything by itself; "Now" writes the hour. The server computes and checks all of it.

const chain = (form) =>
  [...form.querySelectorAll("[data-enter]")].filter((one) => !one.disabled && one.offsetParent !== null);

for (const form of document.querySelectorAll("form[data-enter-order]")) {
  form.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.key !== "Enter" || event.isComposing || !(target instanceof HTMLInputElement)) return;
    if (target.getAttribute("role") === "combobox" && target.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    if (target.dataset.enterTo) {
      target.dispatchEvent(new Event("change", { bubbles: true }));
      document.getElementById(target.dataset.enterTo)?.focus();
      return;
    }
    const order = chain(form);
    const after = order.indexOf(target);
    const next = after < 0 ? order.find((one) => one.tagName === "BUTTON") : order[after + 1];
    if (next instanceof HTMLInputElement) next.select();
    next?.focus();
  });
}

// The limits are drawn again while somebody types: what had the focus in them keeps it, and a volume
// that was chosen while the answer was on its way stays chosen where it is possible.
let kept = "";
let chosen = "";
document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.matches("#limits [name=volume]")) chosen = target.value;
});
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const at = document.activeElement;
  kept = target.id === "limits" && target.contains(at) ? at.value : "";
});
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id === "limits" && chosen) {
    const volume = target.querySelector(`[name=volume][type=radio][value="${CSS.escape(chosen)}"]`);
    if (volume && !volume.disabled) volume.checked = true;
  }
  if (!kept) return;
  const again = [...target.querySelectorAll("button, input:not([type=hidden])")];
  again.find((one) => one.value === kept && !one.disabled)?.focus();
  kept = "";
});

for (const button of document.querySelectorAll("[data-now]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const box = document.getElementById(button.dataset.now);
    const now = new Date().toLocaleTimeString("vi-VN", {
      hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh",
    });
    if (box) {
      box.value = now;
      box.focus();
    }
  });
}
