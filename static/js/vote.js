/**
 * <koonti-vote>: one statement after another without a page load, by touch, mouse or the keys 1, 2 and 3.
 *
 * A stance is sent as the form would send it, and the page that the house answers with takes the place of this one. The keys
 * work while the focus is in here, so they stand in nobody's way. New and hidden statements are taken in as they come.
 */
import { become, look } from "./part.js";
import { all } from "./state.js";

const SOONEST_MS = 300;

class Vote extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.address = location.href;
    this.known = this.marks();
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.stage.addEventListener("state", () => this.changed());
    const hasKeys = matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (hasKeys && document.activeElement === document.body) this.heading().focus({ preventScroll: true });
  }

  heading() {
    return this.querySelector("#vote-now");
  }

  /** What of the vote is drawn: its statements and its rules. */
  marks() {
    const id = Number(this.dataset.exercise);
    const statements = all(this.stage.state, "statement").filter((one) => one.vote === id);
    const rules = this.stage.state.things[`vote:${id}`];
    return [...statements.map((one) => `${one.id} ${one.seq}`), rules?.seq].join();
  }

  changed() {
    if (this.marks() === this.known) return;
    this.known = this.marks();
    // a hall does not ask all at once
    this.renewing ??= setTimeout(() => this.renew(), SOONEST_MS + Math.random() * this.stage.spread());
  }

  async renew() {
    this.renewing = null;
    const { fresh } = await look(this.address);
    if (fresh && !this.sending) this.take(fresh);
  }

  async submitted(event) {
    const form = event.target;
    if (!form.matches("[data-stances]")) return;
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const button = event.submitter;
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    button.setAttribute("aria-pressed", "true");
    const answer = await look(form.action, "text/html", body);
    this.sending = false;
    this.stage.say(answer.status ? "" : null);
    if (answer.fresh?.getElementById(this.id)) {
      this.address = answer.address;
      history.replaceState(null, "", answer.address);
      this.take(answer.fresh);
      this.heading().focus({ preventScroll: true });
      scrollTo({ top: 0 });
    } else if (answer.status) {
      location.assign(this.dataset.here); // locked, or the page was open for too long: as it is now
    } else {
      button.setAttribute("aria-pressed", "false");
    }
  }

  take(fresh) {
    const focused = document.activeElement;
    const was = this.dataset.statement;
    const inside = focused !== this && this.contains(focused);
    become(this, fresh.getElementById(this.id));
    document.title = fresh.title;
    if (inside && (!focused.isConnected || (this.dataset.statement !== was && !focused.closest("form")))) this.heading().focus();
  }

  pressed(event) {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("textarea")) return;
    const button = this.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (!button || button.closest("[hidden]")) return;
    event.preventDefault();
    button.click();
  }
}

customElements.define("koonti-vote", Vote);
