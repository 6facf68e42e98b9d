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

  /** Ask for what was missed. Asked for while an answer is on its way, which may be older, it is asked once more. */
  ask() {
    this.wanted = true;
    this.asking ??= this.askWhileWanted().finally(() => {
      this.asking = null;
    });
  }

  async askWhileWanted() {
    while (this.wanted) {
      this.wanted = false;
      const news = await this.missed();
      if (!news) return setTimeout(() => this.ask(), ASK_AGAIN_MS);
      this.set(hear(this.state, news));
    }
  }

  /** The news after our number; nothing when the house did not answer. */
  async missed() {
    const address = new URL(this.line.changes, location);
    address.searchParams.set("after", this.state.seq);
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}
