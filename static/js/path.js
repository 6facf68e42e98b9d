/**
 * <koonti-path>: the bar on top of a step's page. A hand is raised, or one says that one is ready, without a page load; a hand
 * that was lowered at the desk is down here too.
 */
import { post } from "./outbox.js";

class Path extends HTMLElement {
  connectedCallback() {
    for (const form of this.querySelectorAll("form[data-scripted]")) form.hidden = false;
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target);
    });
    this.stage = this.closest("koonti-stage");
    this.heard = this.noHands();
    this.stage.addEventListener("state", () => this.hearOfHands());
  }

  /** The number of the change since which no hand is up; nothing while some are. */
  noHands() {
    const hands = Object.values(this.stage.state?.things ?? {}).find(({ kind }) => kind === "hands");
    return hands?.raised === 0 ? hands.seq : undefined;
  }

  hearOfHands() {
    const lowered = this.noHands();
    if (lowered === this.heard) return;
    this.heard = lowered;
    if (lowered === undefined) return;
    const hand = this.querySelector("form[action$='/hand'] button");
    if (hand) this.show(hand, false);
  }

  show(button, on) {
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? 0 : 1;
  }

  async send(form) {
    const button = form.querySelector("button");
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const answer = await post(form.getAttribute("action"), { on: button.value });
    button.removeAttribute("aria-busy");
    if (answer.saved) this.show(button, answer.saved.on);
    this.stage.say(answer.saved ? "" : (answer.refused?.words ?? answer.words));
  }
}

customElements.define("koonti-path", Path);
