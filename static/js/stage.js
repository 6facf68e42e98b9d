/**
 * <koonti-stage>: a page that lives with its meeting. It keeps the state, and goes along when the facilitator moves on.
 *
 * Children listen to its "state" and "presence" events. With data-follow the page goes to data-here when the meeting's
 * state or step is no longer the one it was drawn for.
 */
import { hear, learn, nothing } from "./state.js";
import { Stream } from "./stream.js";

const MOVED = "koonti moved";
const SPREAD_MS = 300;
const LONGEST_SPREAD_MS = 5000;

class Stage extends HTMLElement {
  connectedCallback() {
    const first = JSON.parse(this.querySelector("script.news").textContent);
    this.stream = new Stream({
      ticket: this.dataset.ticket,
      // Seldom needed, so no phone loads it with its first page.
      another: async () => (await import("./ticket.js")).another(this),
      changes: this.dataset.changes,
      state: hear(nothing, first),
      onState: () => this.tell(),
      onPresence: (presence) => this.showPresence(presence),
      onBlocked: (isBlocked) => this.showBlocked(isBlocked),
      onLine: (up) => this.showLine(up),
    });
    this.drawnFor = this.place();
    this.sayMoved();
  }

  get state() {
    return this.stream.state;
  }

  /** Take in what the answer to one's own deed brought. */
  learn(changes) {
    this.stream.set(learn(this.state, changes));
  }

  tell() {
    if (this.hasAttribute("data-follow") && this.place() !== this.drawnFor) return this.move();
    const open = this.exercise()?.open ?? true;
    if (open && this.querySelector("[data-come-when-open]")) return this.move();
    for (const locked of this.querySelectorAll("[data-locked]")) locked.hidden = open;
    for (const form of this.querySelectorAll("[data-when-open]")) form.hidden = !open && !form.contains(document.activeElement);
    this.dispatchEvent(new CustomEvent("state", { detail: this.state }));
  }

  meeting() {
    return Object.values(this.state.things).find((thing) => thing.kind === "meeting");
  }

  exercise() {
    const id = this.querySelector("[data-exercise]")?.dataset.exercise;
    return this.state.things[`exercise:${id}`];
  }

  /** What the page was drawn for. At their own pace people go where they want, whatever step the facilitator shows. */
  place() {
    const meeting = this.meeting();
    if (!meeting) return "";
    const shown = this.isPhone && meeting.pace === "own" ? "" : meeting.position;
    return `${meeting.state} ${meeting.pace} ${shown}`;
  }

  get isPhone() {
    return this.hasAttribute("data-spread");
  }

  /** Go where everybody is; phones go one after another, so that they do not all knock at once. */
  move() {
    if (this.moving) return;
    this.moving = true;
    const [state, pace] = this.place().split(" ");
    const isFreed = this.isPhone && state === "live" && pace === "own" && this.drawnFor.startsWith("live ");
    sessionStorage.setItem(MOVED, isFreed ? "freed" : "moved");
    const soon = this.isPhone ? Math.random() * this.spread() : 0;
    setTimeout(() => (isFreed ? location.reload() : location.replace(this.dataset.here)), soon);
  }

  /** Over how long a time the hall's phones spread: the larger the hall is, the longer. */
  spread() {
    return Math.min(LONGEST_SPREAD_MS, Math.max(SPREAD_MS, this.stream.hall ?? 0));
  }

  sayMoved() {
    const words = this.querySelector("[data-arrival]");
    const how = sessionStorage.getItem(MOVED);
    if (!words || !how) return;
    sessionStorage.removeItem(MOVED);
    words.textContent = words.dataset[how];
    this.querySelector("h1")?.focus();
  }

  /** Say why the last deed was not done; "" when it was. Without words nobody answered. */
  say(words) {
    const line = this.querySelector("[data-said]");
    if (!line) return;
    words ??= line.dataset.away;
    line.textContent = words;
    line.hidden = !words;
  }

  /** A line that is away for longer than a moment is told of. Every try to mend it that fails is no new moment. */
  showLine(up) {
    const words = this.querySelector("[data-connection]");
    if (!up) {
      this.lineTimer ??= setTimeout(() => (words.hidden = false), 3000);
      return;
    }
    clearTimeout(this.lineTimer);
    this.lineTimer = null;
    words.hidden = true;
    this.dispatchEvent(new CustomEvent("up"));
  }

  /** Nothing is taken from this device any more: the page says so, and what is being written stays. Or it is again. */
  showBlocked(isBlocked) {
    for (const words of this.querySelectorAll("[data-blocked]")) words.hidden = !isBlocked;
    if (!isBlocked) location.reload();
  }

  showPresence({ now, peak }) {
    for (const place of this.querySelectorAll("[data-now]")) place.textContent = now;
    for (const place of this.querySelectorAll("[data-peak]")) place.textContent = peak;
  }
}

customElements.define("koonti-stage", Stage);
