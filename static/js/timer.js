/**
 * <koonti-timer data-exercise="…">: how much of the time that the facilitator gave for a step is left, in digits and a ring.
 *
 * The time ends by the house's clock (`stage.stream.offset` says how far this device's is from it). It is spoken at the
 * start, at the last minute and at the end only. At zero nothing is closed and nothing is lost.
 */
const MINUTE_MS = 60_000;
const SHOWN_AFTER_END_MS = 5 * MINUTE_MS;

class Timer extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.hear = () => this.take();
    this.stage.addEventListener("state", this.hear);
    this.take();
  }

  disconnectedCallback() {
    clearTimeout(this.next);
    this.stage.removeEventListener("state", this.hear);
  }

  /** The timer of the step as the house has last told it; it speaks of one that is new, not of one that it finds running. */
  take() {
    const timer = this.stage.state.things[`exercise:${this.dataset.exercise}`]?.timer ?? null;
    if (this.found && timer?.ends === this.timer?.ends) return;
    this.timer = timer;
    this.lastSaid = null;
    const left = timer ? this.left() : 0;
    if (this.found && left > 0) this.sayMinutes(Math.round(left / MINUTE_MS));
    else if (this.found && !timer) this.say("");
    this.found = true;
    this.tick();
  }

  left() {
    return this.timer.ends - (Date.now() + (this.stage.stream.offset ?? 0));
  }

  tick() {
    clearTimeout(this.next);
    const left = this.timer ? this.left() : -Infinity;
    this.hidden = left < -SHOWN_AFTER_END_MS;
    if (this.hidden) return;
    const seconds = Math.max(0, Math.ceil(left / 1000));
    this.draw(seconds);
    this.sayWhatIsTime(seconds);
    this.next = setTimeout(() => this.tick(), seconds ? left - (seconds - 1) * 1000 + 5 : MINUTE_MS);
  }

  draw(seconds) {
    this.dataset.phase = seconds === 0 ? "over" : seconds <= 60 ? "last" : "running";
    const digits = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")].join(":");
    this.querySelector(".timer__digits").textContent = digits;
    this.querySelector(".timer__over").hidden = seconds > 0;
    this.querySelector(".timer__left")?.setAttribute("stroke-dashoffset", 1 - Math.min(1, seconds / this.timer.of));
  }

  sayWhatIsTime(seconds) {
    const phase = this.dataset.phase;
    if (this.lastSaid && this.lastSaid !== phase) {
      if (phase === "last") this.sayMinutes(1);
      if (phase === "over") this.say(this.dataset.over);
    }
    this.lastSaid = phase;
  }

  sayMinutes(minutes) {
    this.say(minutes > 1 ? this.dataset.many.replace("{n}", minutes) : this.dataset.one);
  }

  say(words) {
    this.querySelector("[role=status]").textContent = this.querySelector("details:not([open])") ? "" : words;
  }
}

customElements.define("koonti-timer", Timer);
