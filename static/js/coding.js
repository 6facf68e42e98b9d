/**
 * <koonti-coding>: contributions are coded without a page load: by keys, by mouse, by touch. Every deed is a button of the
 * form, sent with what is chosen, or with the line that one is on; the house answers with the lines that have changed.
 */
import { become, look } from "./part.js";

const ON_A_LINE = "[data-line], [data-line] input";
const PRESSED = ":is(button,input,label,a)";

class Coding extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-list]");
    if (!this.form) return;
    this.said = this.querySelector("[data-said]");
    this.bar = this.querySelector(".coding__bar");
    this.bar.dataset.awake = "";
    for (const hint of this.querySelectorAll("[data-scripted]")) hint.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.press(event.submitter);
    });
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("focusin", (event) => this.enter(event.target.closest("[data-line]")));
    this.form.addEventListener("click", (event) => this.touch(event));
    this.form.addEventListener("change", () => this.show());
    this.enter(this.lines()[0]);
  }

  lines() {
    return [...this.form.querySelectorAll("[data-line]")];
  }

  chosen() {
    return this.lines().filter((line) => line.querySelector("[name=pick]").checked);
  }

  /** What a code is given to: all that are chosen, or else the line that one is on. */
  meant() {
    const chosen = this.chosen();
    return chosen.length ? chosen : [this.line].filter((line) => line?.isConnected);
  }

  /** Be on a line: the tabulator comes back to it, and the bar shows its codes. */
  enter(line) {
    if (!line) return;
    if (this.line) this.line.tabIndex = -1;
    this.line = line;
    line.tabIndex = 0;
    this.show();
  }

  /** Touching a line's text is being on it. */
  touch(event) {
    const line = event.target.closest("[data-line]");
    if (line && !event.target.closest(PRESSED)) line.focus({ preventScroll: true });
  }

  /** The bar: how many are chosen, and which codes all that is meant has. */
  show() {
    const words = this.bar.querySelector("[data-chosen]");
    const { length } = this.chosen();
    words.textContent = length ? words.dataset.some.replace("{num}", length) : words.dataset.none;
    words.toggleAttribute("data-chosen-some", length > 0);
    for (const button of this.bar.querySelectorAll("[name=give]")) {
      button.setAttribute("aria-pressed", String(this.haveAll(button.value)));
    }
  }

  haveAll(code) {
    const meant = this.meant();
    return meant.length > 0 && meant.every((line) => line.dataset.codes.split(" ").includes(code));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(ON_A_LINE)) return;
    const deed = this.deedOf(event.key, event.target);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  deedOf(key, target) {
    const digit = this.bar.querySelector(`[data-digit="${/^[1-9]$/.test(key) ? key : 0}"]`);
    if (digit) return () => this.press(digit);
    return {
      j: () => this.go(1),
      ArrowDown: () => this.go(1),
      k: () => this.go(-1),
      ArrowUp: () => this.go(-1),
      x: () => this.choose(),
      " ": target.matches("input") ? null : () => this.choose(),
      Enter: () => this.accept(),
      u: () => this.press(this.bar.querySelector("[data-undo]")),
    }[key];
  }

  go(by) {
    const lines = this.lines();
    const next = lines[lines.indexOf(this.line) + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  choose() {
    const box = this.line.querySelector("[name=pick]");
    box.checked = !box.checked;
    this.show();
  }

  accept() {
    const button = this.chosen().length ? this.bar.querySelector("[value=accept]") : this.line.querySelector("[data-accept]");
    if (button) this.press(button);
  }

  /** Send a button's deed. A code that all have already is taken back. */
  async press(button) {
    const body = new FormData(this.form, button);
    const meant = this.meant();
    if (button.name === "give" || button.name === "do") {
      body.delete("pick");
      for (const line of meant) body.append("pick", line.querySelector("[name=pick]").value);
    }
    if (button.name === "give" && this.haveAll(button.value)) {
      body.delete("give");
      body.set("do", "take");
      body.set("taken", button.value);
    }
    body.set("part", "1");
    // one after the other, so that undoing meets what was done last
    this.sending = (this.sending ?? Promise.resolve()).then(() => this.send(button, body));
    await this.sending;
  }

  async send(button, body) {
    const address = button.getAttribute("formaction") ?? this.form.getAttribute("action");
    const { fresh } = await look(address, "text/html", body);
    if (!fresh?.querySelector("[data-words]")) return this.say(this.dataset.away);
    const inside = this.form.contains(document.activeElement) && document.activeElement.closest("[data-line]");
    for (const line of fresh.querySelectorAll("[data-line]")) this.renew(line);
    become(document.querySelector("#coding-progress"), fresh.querySelector("#coding-progress"));
    for (const line of this.chosen()) line.querySelector("[name=pick]").checked = false;
    if (inside && !this.form.contains(document.activeElement)) inside.focus({ preventScroll: true });
    this.say(fresh.querySelector("[data-words]").textContent);
    return this.show();
  }

  renew(fresh) {
    const old = document.getElementById(fresh.id);
    if (!old) return;
    become(old, fresh);
    old.tabIndex = old === this.line ? 0 : -1;
  }

  say(words) {
    this.said.textContent = words;
    this.said.hidden = !words;
  }
}

customElements.define("koonti-coding", Coding);
