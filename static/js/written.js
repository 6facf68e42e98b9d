/** <koonti-written>: what one has written as a scribe, renewed from the page when a scribe's note has come or changed. */
import { become, page } from "./part.js";
import { all } from "./state.js";

class Written extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.seen = this.scribed();
    this.stage.addEventListener("state", () => this.look());
  }

  scribed() {
    const notes = all(this.stage.state, "note").filter((note) => note.scribe);
    return notes.map((note) => `${note.id} ${note.edition ?? 0}`).join();
  }

  async look() {
    const now = this.scribed();
    if (now === this.seen) return;
    this.seen = now;
    const fresh = (await page(location.href))?.getElementById(this.id);
    if (fresh) become(this, fresh);
  }
}

customElements.define("koonti-written", Written);
