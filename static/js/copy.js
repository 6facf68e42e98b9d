// A button that copies the text beside it. Without this script the text is there to be selected by hand.
class Copy extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.button = this.querySelector("button");
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.copy());
  }

  async copy() {
    this.say("");
    const copied = await navigator.clipboard?.writeText(this.text.value).then(() => true, () => false);
    this.say(copied || this.copySelected() ? this.dataset.copied : this.dataset.selected);
  }

  /** Where the browser keeps its clipboard from pages without TLS: the text is selected, and copied the old way. */
  copySelected() {
    this.text.select();
    return document.execCommand("copy");
  }

  say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

customElements.define("koonti-copy", Copy);
