/**
 * The line to the house: news come by socket; what was missed is asked for over plain HTTP.
 *
 * `io` is Socket.IO's own client, loaded before the modules.
 */
import { follows, hear } from "./state.js";

const ASK_AGAIN_MS = 1500;
// Back within two seconds of the network, and not all in the same moment.
const PATIENCE = { reconnectionDelay: 500, reconnectionDelayMax: 1200, randomizationFactor: 0.5 };

export class Stream {
  /**
   * @param {object} line - {ticket, changes: address of the catch-up, state, onState, onPresence, onResults, onLine}
   */
  constructor(line) {
    this.line = line;
    this.state = line.state;
    this.asking = null;
    this.socket = globalThis.io({ transports: ["websocket", "polling"], tryAllTransports: true, ...PATIENCE });
    this.socket.on("connect", () => this.join());
    this.socket.on("disconnect", () => line.onLine?.(false));
    this.socket.on("connect_error", () => line.onLine?.(false));
    this.socket.on("changes", (news) => this.take(news));
    this.socket.on("presence", (presence) => line.onPresence?.(presence));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
    globalThis.addEventListener("online", () => this.ask());
  }

  join() {
    this.socket.emit("join", { ticket: this.line.ticket }, (answer) => {
      this.line.onLine?.(!answer.error);
      if (answer.seq > this.state.seq) this.ask();
    });
  }

  take(news) {
    if (follows(this.state, news)) this.set(hear(this.state, news));
    else this.ask();
  }

  set(state) {
    if (state === this.state) return;
    this.state = state;
    this.line.onState(state);
  }

  /** Ask for what was missed; asked for while an answer is on its way, it is the same question. */
  ask() {
    this.asking ??= this.fetchNews().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  async fetchNews() {
    try {
      const answer = await fetch(`${this.line.changes}${this.line.changes.includes("?") ? "&" : "?"}after=${this.state.seq}`, { headers: { Accept: "application/json" } });
      if (answer.ok) this.set(hear(this.state, await answer.json()));
    } catch {
      setTimeout(() => this.ask(), ASK_AGAIN_MS);
    }
  }
}
