/** <koonti-view>: a participant's board as a list or, where there is room, as columns. The choice is remembered. */
const CHOICE = "koonti view";

class View extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.board = this.closest("koonti-stage").querySelector("koonti-board");
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      localStorage.setItem(CHOICE, button.value);
      this.show(button.value);
    });
    this.show(localStorage.getItem(CHOICE) ?? "list");
  }

  show(choice) {
    this.board.classList.toggle("outline--columns", choice === "columns");
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

customElements.define("koonti-view", View);
