// Sends the lines of a grid to the server as they are finished, a batch at a time, and once more
// until they have arrived. The lines live in the page and on the server, never in the browser's
// storage. The contract is told in grid.js.
import { csrfToken } from "./csrf.js";

const BATCH = 40;
const PATIENCE = 20_000;
const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 30_000;
const LARGEST_KEPT = 60_000; // bytes; a larger request ends with its page

export class Post {
  /** `grid` gives url, owner and ready(all), and hears take(line, answer, revision), refuse(said)
   * and tell(how). */
  constructor(grid) {
    this.grid = grid;
    this.flying = []; // what an answer is awaited for
    this.pause = FIRST_PAUSE;
    this.timer = 0;
    window.addEventListener("online", () => this.send());
    // Leaving the page, and on a phone already hiding its tab, may be the end of it.
    window.addEventListener("beforeunload", () => this.farewell());
    window.addEventListener("pagehide", () => this.farewell());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.farewell();
    });
  }

  body(lines) {
    return JSON.stringify({ owner: this.grid.owner, rows: lines.map((line) => line.json()) });
  }

  request(body) {
    return fetch(this.grid.url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
      },
      body,
      keepalive: new Blob([body]).size < LARGEST_KEPT,
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async send(lines = this.grid.ready(false).slice(0, BATCH)) {
    if (this.flying.length || !this.grid.url || !lines.length) return;
    clearTimeout(this.timer);
    this.flying = lines;
    const sent = lines.map((line) => [line, line.revision]);
    this.grid.tell("sending");
    let how = "";
    try {
      const answer = await this.request(this.body(lines));
      how = await this.read(answer, sent);
    } catch {
      how = navigator.onLine ? "late" : "offline";
    }
    this.flying = [];
    this.grid.tell(how);
    if (!how) {
      this.pause = FIRST_PAUSE;
      this.send();
    } else if (how === "late" || how === "offline") {
      this.timer = setTimeout(() => this.send(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }
  }

  /** Hands the answer on; returns how it went: "" well, late, ended or refused. */
  async read(answer, sent) {
    if (answer.status === 401 || answer.redirected) return "ended";
    if (answer.status >= 500) return "late";
    const kind = answer.headers.get("Content-Type") ?? "";
    const told = kind.startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok) {
      this.grid.refuse(told.said ?? "");
      return answer.status === 403 && !told.said ? "ended" : "refused";
    }
    const byId = new Map((told.rows ?? []).map((row) => [row.id, row]));
    for (const [line, revision] of sent) {
      if (byId.has(line.id)) this.grid.take(line, byId.get(line.id), revision);
    }
    // A line that was not answered would be sent again at once, for ever.
    return sent.every(([line]) => byId.has(line.id)) ? "" : "late";
  }

  /** Sends at once what nobody waits for yet, also the line at hand. Sent once more later, it has
   * the same key. */
  farewell() {
    const lines = this.grid.ready(true).filter((line) => !this.flying.includes(line)).slice(0, BATCH);
    if (!lines.length || !this.grid.url) return;
    if (this.flying.length) this.request(this.body(lines)).catch(() => {});
    else this.send(lines);
  }
}
