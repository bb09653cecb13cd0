// Boxes into which codes are scanned (templates/_components/scan.html). A handheld scanner types
// and sends Enter, as a person does; this adds: keys that meet no box go to the box, the focus comes
// back after each scan, a second Enter within a moment does nothing, and where the browser reads
// codes itself, a button opens the camera. All of it works without this, by keyboard.

const MOMENT = 1_000; // within it the same text is the same scan
const LOOK_EVERY = 150;
const FORMATS = ["qr_code", "code_128", "data_matrix"];

class ScanBox {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector("[data-scan-box]");
    this.form = this.box.form;
    this.sent = { at: -MOMENT, text: "" };
    this.form.addEventListener("submit", (event) => this.submitted(event), true);
    document.addEventListener("keydown", (event) => this.keyed(event));
    window.addEventListener("pageshow", () => this.ready());
    // After htmx has put the answer in.
    document.addEventListener("htmx:afterSettle", () => this.back());
    this.back();
    this.offerCamera();
  }

  /** A page that comes back from the browser's memory has sent nothing yet. */
  ready() {
    this.sent = { at: -MOMENT, text: "" };
    this.back();
  }

  submitted(event) {
    const text = this.box.value;
    if (text === this.sent.text && event.timeStamp - this.sent.at < MOMENT) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    this.sent = { at: event.timeStamp, text };
    // The next scan writes over this one, even before the answer has come.
    this.box.select();
  }

  /** To the box, unless somebody is at work in another field or in a dialog. */
  back() {
    const at = document.activeElement;
    if (this.isGone || (at !== this.box && isField(at)) || document.querySelector("dialog[open]")) return;
    this.box.focus({ preventScroll: true });
    this.box.select();
  }

  get isGone() {
    return !this.box.isConnected;
  }

  /** A scanner types wherever the focus is: its first sign leads to the box. */
  keyed(event) {
    const { key, target } = event;
    if (this.isGone || key.length !== 1 || key === " " || event.ctrlKey || event.altKey
      || event.metaKey || event.isComposing || isField(target)
      || document.querySelector("dialog[open]")) return;
    this.box.focus();
    this.box.select();
  }

  // the camera

  async offerCamera() {
    if (!window.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
    const known = await window.BarcodeDetector.getSupportedFormats();
    const formats = FORMATS.filter((format) => known.includes(format));
    if (!formats.length) return;
    this.detector = new window.BarcodeDetector({ formats });
    this.dialog = this.root.querySelector("[data-scan-dialog]");
    this.video = this.dialog.querySelector("video");
    this.said = this.dialog.querySelector("[data-scan-said]");
    const button = this.root.querySelector("[data-scan-camera]");
    button.hidden = false;
    button.addEventListener("click", () => this.open());
    this.dialog.querySelector("[data-scan-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.stop());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.dialog.open) this.dialog.close();
    });
  }

  async open() {
    this.said.textContent = this.said.dataset.hold;
    this.dialog.showModal();
    try {
      const video = { facingMode: "environment" };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      this.stream = stream;
      if (!this.dialog.open) {
        this.stop();
        return;
      }
      this.video.srcObject = stream;
      await this.video.play();
      this.look();
    } catch {
      this.said.textContent = this.said.dataset.refused;
    }
  }

  async look() {
    if (!this.dialog.open) return;
    let found = [];
    try {
      found = await this.detector.detect(this.video);
    } catch {
      // No picture yet.
    }
    const text = found[0]?.rawValue.trim();
    if (!text || !this.dialog.open) {
      setTimeout(() => this.look(), LOOK_EVERY);
      return;
    }
    this.dialog.close();
    this.box.value = text;
    this.form.requestSubmit();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.stream = null;
    this.back();
  }
}

function isField(element) {
  return element instanceof HTMLElement
    && (element.isContentEditable || element.matches("input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select"));
}

/** Wires the boxes of the page, and those that htmx has put in since. */
function wire() {
  for (const root of document.querySelectorAll("[data-scan]:not([data-scan-wired])")) {
    root.dataset.scanWired = "";
    new ScanBox(root);
  }
}

document.addEventListener("htmx:afterSettle", wire);
wire();
