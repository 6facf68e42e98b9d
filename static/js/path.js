/** <koonti-path>: the bar on top of a step's page. A hand is raised, or one says that one is ready, without a page load. */
import { post } from "./outbox.js";

class Path extends HTMLElement {
  connectedCallback() {
    for (const form of this.querySelectorAll("form[data-scripted]")) form.hidden = false;
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(event.target);
    });
  }

  async send(form) {
    const button = form.querySelector("button");
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const answer = await post(form.getAttribute("action"), { on: button.value });
    button.removeAttribute("aria-busy");
    if (answer.saved) {
      button.setAttribute("aria-pressed", String(answer.saved.on));
      button.value = answer.saved.on ? 0 : 1;
    }
    this.closest("koonti-stage").say(answer.saved ? "" : (answer.refused?.words ?? answer.words));
  }
}

customElements.define("koonti-path", Path);
