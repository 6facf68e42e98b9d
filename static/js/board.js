/**
 * <koonti-board>: notes under their prompts, drawn from the stage's state; the forms that send them; likes and deeds.
 *
 * data-calm (phones): notes of others wait behind a button, so that the text does not jump while somebody reads.
 */
import { all } from "./state.js";
import { drop, keep, newKey, post, waiting } from "./outbox.js";

const RETRY_MS = [1000, 2000, 5000, 10000];

class Board extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.groups = JSON.parse(this.querySelector("script.groups").textContent);
    this.template = this.querySelector("template.note-template");
    this.mine = new Set(JSON.parse(this.dataset.mine ?? "[]"));
    this.liked = new Set(JSON.parse(this.dataset.liked ?? "[]"));
    this.known = new Set(this.drawn().map((item) => Number(item.dataset.note)));
    this.tries = 0;
    this.refusals = new Set();
    this.stage.addEventListener("up", () => this.flush());
    this.stage.addEventListener("state", () => this.draw());
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("input", (event) => this.keepDraft(event.target));
    globalThis.addEventListener("online", () => this.flush());
    for (const form of this.querySelectorAll("form[data-prompt]")) this.restoreDraft(form);
    this.flush();
  }

  drawn() {
    return [...this.querySelectorAll("li[data-note]")];
  }

  list(prompt) {
    return this.querySelector(`ul[data-prompt="${prompt}"]`);
  }

  /* Drawing ---------------------------------------------------------------------------------------------------- */

  draw() {
    const notes = all(this.stage.state, "note");
    for (const list of this.querySelectorAll("ul[data-prompt]")) {
      const here = notes.filter((note) => note.prompt === Number(list.dataset.prompt)).reverse();
      this.drawList(list, here);
    }
  }

  drawList(list, notes) {
    const calm = this.hasAttribute("data-calm");
    const shown = calm ? notes.filter((note) => this.known.has(note.id) || this.mine.has(note.id)) : notes;
    for (const note of shown) this.known.add(note.id);
    const wanted = new Set(shown.map((note) => `note-${note.id}`));
    for (const item of [...list.children]) if (item.dataset.note && !wanted.has(item.id)) item.remove();
    let place = [...list.children].find((item) => item.dataset.note) ?? null;
    for (const note of shown) {
      const item = list.querySelector(`#note-${note.id}`) ?? this.newItem(note);
      this.fill(item, note);
      if (item === place) place = place.nextElementSibling;
      else list.insertBefore(item, place);
    }
    this.sayNewer(list, notes.length - shown.length);
    const none = list.parentElement.querySelector("[data-none]");
    if (none) none.hidden = list.children.length > 0;
  }

  newItem(note) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.id = `note-${note.id}`;
    item.dataset.note = note.id;
    for (const button of item.querySelectorAll("[formaction]")) {
      button.setAttribute("formaction", button.getAttribute("formaction").replace("/notes/0/", `/notes/${note.id}/`));
    }
    item.classList.add("note--new");
    return item;
  }

  fill(item, note) {
    if (item.dataset.seq === String(note.seq)) return;
    item.dataset.seq = note.seq;
    const group = this.groups[note.group];
    item.dataset.paper = group?.paper ?? "stone";
    item.classList.toggle("note--hidden", Boolean(note.hidden));
    const text = item.querySelector(".note__text");
    if (text.textContent !== note.text) text.textContent = note.text;
    text.lang = note.lang;
    item.querySelector(".note__group").textContent = group?.name ?? "";
    item.querySelector(".note__likes").textContent = note.likes;
    const only = item.querySelector(".note__likes-only");
    if (only) only.hidden = !note.likes;
    const like = item.querySelector("[data-press=like]");
    if (like) this.fillLike(like, this.liked.has(note.id));
    const hide = item.querySelector("[data-press=hide]");
    if (hide) [hide.hidden, item.querySelector("[data-press=show]").hidden] = [note.hidden, !note.hidden];
  }

  fillLike(button, liked) {
    button.setAttribute("aria-pressed", String(liked));
    button.value = liked ? "0" : "1";
  }

  sayNewer(list, count) {
    const button = list.parentElement.querySelector("[data-newer]");
    if (!button) return;
    button.hidden = count === 0;
    button.textContent = count === 1 ? button.dataset.one : button.dataset.many.replace("{n}", count);
  }

  showNewer(button) {
    const list = button.parentElement.querySelector("ul[data-prompt]");
    for (const note of all(this.stage.state, "note")) {
      if (note.prompt === Number(list.dataset.prompt)) this.known.add(note.id);
    }
    this.draw();
    list.querySelector("li")?.scrollIntoView({ block: "nearest" });
  }

  /* Sending ---------------------------------------------------------------------------------------------------- */

  async submitted(event) {
    const form = event.target.closest("form[data-prompt]");
    if (!form) return;
    const text = form.elements.text.value.trim();
    event.preventDefault();
    if (!text) return this.sayNothingWritten(form);
    const item = { client_key: newKey(), address: form.action, text, prompt: form.dataset.prompt, at: Date.now() };
    form.elements.text.value = "";
    this.drawPending(item);
    this.say(item, "sending");
    form.elements.text.focus();
    await keep(item);
    this.keepDraft(form.elements.text);
    this.flush();
  }

  sayNothingWritten(form) {
    const line = form.querySelector(".sending");
    line.textContent = line.dataset.empty;
    line.dataset.state = "refused";
    form.elements.text.focus();
  }

  /** Send what waits, one after another in the order of writing. Asked for while it sends, it looks once more. */
  flush() {
    this.lookAgain = true;
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
    });
  }

  async sendAll() {
    clearTimeout(this.retry);
    while (this.lookAgain) {
      this.lookAgain = false;
      const items = await waiting();
      for (const item of items) this.drawPending(item);
      for (const item of items.filter(({ client_key }) => !this.refusals.has(client_key))) {
        if (!(await this.send(item))) return this.wait(items);
      }
      this.tries = 0;
    }
  }

  /** Nobody answered: the house is asked again soon, less and less often. */
  wait(items) {
    for (const item of items) if (!this.refusals.has(item.client_key)) this.say(item, "kept");
    this.retry = setTimeout(() => this.flush(), RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)]);
  }

  /** Was the item answered, one way or the other? */
  async send(item) {
    this.say(item, "sending");
    const answer = await post(item.address, { client_key: item.client_key, text: item.text });
    if (answer.saved) await this.saved(item, answer.saved);
    if (answer.refused) await this.refused(item, answer.refused);
    return !answer.away;
  }

  async saved(item, answer) {
    await drop(item);
    this.pending(item)?.remove();
    if (answer.mine) this.mine.add(answer.mine);
    this.stage.learn(answer.changes);
    this.draw();
    this.say(item, "saved");
  }

  /** The house said no: the words go back to their writer, who is told why. */
  async refused(item, answer) {
    const form = this.form(item);
    if (!form || form.elements.text.value) {
      this.refusals.add(item.client_key);
      return this.sayWords(item, answer.words ?? "");
    }
    await drop(item);
    this.pending(item)?.remove();
    form.elements.text.value = item.text;
    this.keepDraft(form.elements.text);
    this.sayWords(item, answer.words ?? "");
  }

  form(item) {
    return this.querySelector(`form[data-prompt="${item.prompt}"]`);
  }

  pending(item) {
    return this.querySelector(`li[data-pending="${item.client_key}"]`);
  }

  drawPending(item) {
    const list = this.list(item.prompt);
    if (!list || this.pending(item)) return;
    const note = this.template.content.firstElementChild.cloneNode(true);
    note.removeAttribute("id");
    note.removeAttribute("data-note");
    note.dataset.pending = item.client_key;
    note.classList.add("note--pending");
    note.querySelector(".note__text").textContent = item.text;
    for (const button of note.querySelectorAll("button")) button.remove();
    list.prepend(note);
  }

  say(item, how) {
    this.sayWords(item, this.form(item)?.querySelector(".sending").dataset[how] ?? "", how);
  }

  sayWords(item, words, how = "refused") {
    const line = this.form(item)?.querySelector(".sending");
    if (line) {
      line.textContent = words;
      line.dataset.state = how;
    }
    const mark = this.pending(item)?.querySelector(".note__group");
    if (mark) mark.textContent = words;
  }

  /* Deeds ------------------------------------------------------------------------------------------------------- */

  async clicked(event) {
    const button = event.target.closest("button");
    if (button?.matches("[data-newer]")) return this.showNewer(button);
    if (!button?.dataset.press) return;
    event.preventDefault();
    const answer = await post(button.getAttribute("formaction"), button.name ? { [button.name]: button.value } : {});
    if (!answer.saved) return;
    if (button.dataset.press === "like") {
      const id = Number(button.closest("li").dataset.note);
      this.liked[answer.saved.liked ? "add" : "delete"](id);
      this.fillLike(button, answer.saved.liked);
    }
    this.stage.learn(answer.saved.changes);
    this.draw();
  }

  /* Drafts: what is being written survives a reload and the facilitator's next step ----------------------------- */

  keepDraft(field) {
    const form = field.closest("form[data-prompt]");
    if (form && field.name === "text") sessionStorage.setItem(`draft ${form.dataset.prompt}`, field.value);
  }

  restoreDraft(form) {
    form.elements.text.value ||= sessionStorage.getItem(`draft ${form.dataset.prompt}`) ?? "";
  }
}

customElements.define("koonti-board", Board);
