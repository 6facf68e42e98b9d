/**
 * The line to the house: news come by socket; what was missed is asked for over plain HTTP.
 *
 * Without a line, and when the house is full, the page asks by itself, less and less often. A large hall does not do the
 * same thing in the same moment: the house says with `spread` over how many milliseconds it shall come back.
 * `io` is Socket.IO's own client, loaded before the modules.
 */
import { follows, hear } from "./state.js";

// Back within two seconds of the network, and not all in the same moment.
const SOON_MS = 500;
const LATEST_MS = 1200;
const ANSWER_WITHIN_MS = 10_000;
const FIRST_WAIT_MS = 1500;
const LONGEST_WAIT_MS = 60_000;
const ROUTE = "koonti route";

export class Stream {
  /**
   * @param {object} line - {ticket, another: asks for another one, changes: address of the catch-up, state, onState,
   *   onPresence, onBlocked, onLine}
   */
  constructor(line) {
    this.line = line;
    this.state = line.state;
    this.asking = null;
    this.round = null;
    this.wait = FIRST_WAIT_MS;
    // How far the house's clock is before this device's, and over what time this hall spreads; both in milliseconds.
    this.offset = 0;
    this.hall = 0;
    this.socket = globalThis.io({
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      query: { route: route(line.changes) },
      reconnectionDelay: SOON_MS,
      reconnectionDelayMax: LATEST_MS,
      randomizationFactor: 0.5,
    });
    this.socket.on("connect", () => this.join());
    this.socket.on("disconnect", () => this.down());
    this.socket.on("connect_error", () => this.down());
    this.socket.on("changes", (news) => this.take(news));
    this.socket.on("presence", (presence) => line.onPresence?.(presence));
    this.socket.on("blocked", (isBlocked) => line.onBlocked?.(isBlocked));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    globalThis.addEventListener("online", () => this.ask());
  }

  join() {
    const asked = Date.now();
    this.socket.emit("join", { ticket: this.line.ticket }, (answer) => {
      if (answer.error) this.refused(answer.error);
      else this.up(answer, (asked + Date.now()) / 2);
    });
  }

  up({ seq, now, spread }, then) {
    clearTimeout(this.round);
    this.round = null;
    this.isOut = false;
    this.wait = FIRST_WAIT_MS;
    this.offset = now - then;
    this.hall = spread;
    this.socket.io.reconnectionDelay(SOON_MS + spread / 2);
    this.socket.io.reconnectionDelayMax(LATEST_MS + spread);
    this.line.onLine?.(true);
    if (seq > this.state.seq) this.askWithin(spread);
  }

  /** The house is full or takes our ticket no longer: go, keep up by asking, and knock again with each round. */
  refused(error) {
    this.isOut = true;
    if (error === "ticket") this.line.ticket = null;
    this.socket.disconnect();
    this.down();
  }

  /** Knock at the house that has refused us, with another ticket if it was for that. */
  async knock() {
    this.line.ticket ??= await this.line.another();
    if (this.line.ticket && !this.socket.active) this.socket.connect();
  }

  /** Somebody looks at the page again. */
  look() {
    if (this.isOut) this.goRound();
    else this.ask();
  }

  down() {
    this.line.onLine?.(false);
    this.round ??= setTimeout(() => this.goRound(), this.later());
  }

  goRound() {
    clearTimeout(this.round);
    this.round = setTimeout(() => this.goRound(), this.later());
    this.ask();
    if (this.isOut) this.knock();
  }

  /** Each time longer, and never together with others; the first answer makes it short again. */
  later() {
    const wait = this.wait * (0.5 + Math.random());
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 1.5);
    return wait;
  }

  take(news) {
    if (follows(this.state, news)) this.set(hear(this.state, news));
    else if (!this.soon) this.ask();
  }

  set(state) {
    if (state === this.state) return;
    this.state = state;
    this.line.onState(state);
  }

  /** Ask for what was missed, at some moment of the next `spread` milliseconds. */
  askWithin(spread) {
    if (!spread) return this.ask();
    this.soon ??= setTimeout(() => {
      this.soon = null;
      this.ask();
    }, Math.random() * spread);
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
      if (!news) return this.askAgain();
      if (!this.round) this.wait = FIRST_WAIT_MS;
      this.set(hear(this.state, news));
    }
  }

  /** The house did not answer; without a line the next round asks anyway. */
  askAgain() {
    if (this.round) return;
    this.again ??= setTimeout(() => {
      this.again = null;
      this.ask();
    }, this.later());
  }

  /** The news after our number; nothing when the house did not answer. */
  async missed() {
    const address = new URL(this.line.changes, location);
    address.searchParams.set("after", this.state.seq);
    try {
      const signal = AbortSignal.timeout?.(ANSWER_WITHIN_MS);
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

/**
 * By which a proxy leads all sockets of this browser in this meeting to the same web process, where polls must stay and
 * where one person is counted once. It says nothing and is of no other use.
 */
export function route(changes) {
  const name = ROUTE + new URL(changes, location).pathname;
  const made = Math.random().toString(36).slice(2);
  try {
    const kept = localStorage.getItem(name) ?? made;
    localStorage.setItem(name, kept);
    return kept;
  } catch {
    return made;
  }
}
