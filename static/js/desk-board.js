/**
 * <koonti-desk-board>: what a board has on the desk besides its notes: dragging, the list view, and which notes say nearly
 * the same.
 */
import { Drag } from "./drag.js";

const AS_LIST = "koonti desk as list";
const LONGEST_WORDS = 60;

class DeskBoard extends HTMLElement {
  connectedCallback() {
    this.board = this.querySelector("koonti-board");
    this.stage = this.closest("koonti-stage");
    this.alike = new Map();
    this.drag = new Drag(this.board, (what) => this.say(this.dataset[what]));
    this.classList.add("has-drag");
    this.stage.addEventListener("alike", ({ detail }) => this.learnAlike(detail));
    this.stage.addEventListener("state", () => this.markAlike());
    this.openViews();
  }

  say(words) {
    const place = this.querySelector("[data-dropped]");
    place.textContent = "";
    place.textContent = words;
  }

  /* Columns or a list ------------------------------------------------------------------------------------------------ */

  openViews() {
    const button = this.querySelector("[data-view]");
    button.closest("[data-views]").hidden = false;
    button.addEventListener("click", () => {
      if (localStorage.getItem(AS_LIST)) localStorage.removeItem(AS_LIST);
      else localStorage.setItem(AS_LIST, "1");
      this.showView(button);
    });
    this.showView(button);
  }

  showView(button) {
    const asList = Boolean(localStorage.getItem(AS_LIST));
    button.setAttribute("aria-pressed", String(asList));
    this.board.classList.toggle("columns", !asList);
    this.board.classList.toggle("outline", asList);
  }

  /* Nearly the same -------------------------------------------------------------------------------------------------- */

  learnAlike(pairs) {
    this.alike = new Map(pairs.flatMap(({ one, other }) => [[one.id, other], [other.id, one]]));
    this.markAlike();
  }

  markAlike() {
    for (const mark of this.board.querySelectorAll(".note__alike")) {
      if (!this.alike.has(Number(mark.closest("li").dataset.note))) mark.remove();
    }
    for (const [id, other] of this.alike) {
      const body = this.board.querySelector(`#note-${id} > .note__body`);
      if (!body) continue;
      const mark = body.querySelector(".note__alike") ?? body.insertBefore(document.createElement("p"), body.querySelector(".note__foot"));
      mark.className = "note__alike";
      const short = other.text.length > LONGEST_WORDS ? `${other.text.slice(0, LONGEST_WORDS)}…` : other.text;
      const words = this.dataset.alike.replace("{text}", () => short);
      if (mark.textContent !== words) mark.textContent = words;
    }
  }
}

customElements.define("koonti-desk-board", DeskBoard);
