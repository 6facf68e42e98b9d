/**
 * The notes that are being written on a board: their drafts, and their way through the outbox to the house.
 *
 * What was sent lies on the board as a pending note until the house has answered. What it refuses goes back to its writer.
 */
import { calm, fieldsOf, refuse, say } from "./form.js";
import { drop, keep, newKey, post, waiting } from "./outbox.js";

const RETRY_MS = [1000, 2000, 5000, 10000];

export class Writer {
  /** `made()` gives an empty note to draw a pending one on; `onSaved(answer)` hears what the house has saved. */
  constructor(board, made, onSaved) {
    this.board = board;
    this.made = made;
    this.onSaved = onSaved;
    this.tries = 0;
    this.refused = new Map();
    this.unsaved = [];
    board.addEventListener("submit", (event) => this.submitted(event));
    board.addEventListener("input", (event) => this.changed(event.target));
    board.addEventListener("click", (event) => this.pressed(event.target));
    board.closest("koonti-stage").addEventListener("up", () => this.flush());
    globalThis.addEventListener("online", () => this.flush());
    for (const form of board.querySelectorAll("form[data-prompt]")) this.restoreDraft(form);
    this.flush();
  }

  /** Is this note most likely one of ours that the house has saved, but not answered yet? */
  holds(note) {
    const isSame = (item) => item.prompt === String(note.prompt) && item.text === note.text;
    return this.unsaved.some((item) => isSame(item) && !this.refused.has(item.client_key));
  }

  async submitted(event) {
    const form = event.target.closest("form[data-prompt]");
    if (!form) return;
    event.preventDefault();
    const fields = fieldsOf(form, event.submitter);
    fields.text = fields.text.trim();
    if (!fields.text) return this.sayNothingWritten(form);
    fields.client_key = newKey();
    const { client_key, text } = fields;
    const item = { client_key, address: form.action, fields, text, prompt: form.dataset.prompt, at: Date.now() };
    this.unsaved.push(item);
    form.elements.text.value = "";
    calm(form);
    this.drawPending(item);
    this.say(item, "sending");
    form.elements.text.focus();
    await keep(item);
    this.keepDraft(form);
    this.flush();
  }

  sayNothingWritten(form) {
    say(form, "refused", form.querySelector(".sending").dataset.empty);
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
      this.unsaved = await waiting();
      const items = this.unsaved.filter(({ client_key }) => !this.refused.has(client_key));
      for (const item of items) this.drawPending(item);
      for (const item of items) if (!(await this.send(item))) return this.wait(items);
      this.tries = 0;
    }
  }

  /** Nobody answered: the house is asked again soon, less and less often. */
  wait(items) {
    for (const item of items) if (this.unsaved.includes(item)) this.say(item, "kept");
    this.retry = setTimeout(() => this.flush(), RETRY_MS[Math.min(this.tries++, RETRY_MS.length - 1)]);
  }

  /** Was the item answered, one way or the other? */
  async send(item) {
    this.say(item, "sending");
    const answer = await post(item.address, item.fields ?? { client_key: item.client_key, text: item.text });
    if (answer.saved) {
      await this.forget(item);
      this.say(item, "saved");
      this.onSaved(answer.saved);
    }
    if (answer.refused) await this.takeBack(item, answer.refused);
    return !answer.away;
  }

  async forget(item) {
    await drop(item);
    this.unsaved = this.unsaved.filter((one) => one.client_key !== item.client_key);
    this.pending(item)?.remove();
  }

  /** The house said no: the words go back into the field, or stay on the board while something else is being written there. */
  async takeBack(item, answer) {
    const form = this.form(item);
    if (form && !form.elements.text.value) {
      await this.forget(item);
      this.putInField(form, item.text);
      return refuse(form, answer);
    }
    this.refused.set(item.client_key, item);
    this.drawPending(item);
    return this.sayOnPending(item, answer);
  }

  putInField(form, text) {
    form.elements.text.value = [text, form.elements.text.value].filter(Boolean).join("\n\n");
    this.keepDraft(form);
  }

  sayOnPending(item, answer) {
    const pending = this.pending(item);
    const question = this.form(item)?.querySelector("[data-anyway]")?.cloneNode(true);
    if (!pending) return;
    pending.querySelector(".note__labels").textContent = answer.words ?? "";
    if (!question) return;
    question.hidden = false;
    question.querySelector("[data-edit]").hidden = false;
    question.querySelector("[name=anyway]").hidden = answer.error !== "PersonalData";
    pending.querySelector(".note__foot").replaceChildren(question);
  }

  /** "Send anyway" and "edit", in a form or on a pending note. */
  async pressed(target) {
    const button = target.closest("[data-anyway] button");
    if (!button) return;
    const form = button.form;
    if (form) {
      if ("edit" in button.dataset) form.elements.text.focus();
      return;
    }
    const item = this.refused.get(button.closest("li[data-pending]").dataset.pending);
    this.refused.delete(item.client_key);
    if (button.name === "anyway") {
      item.fields.anyway = button.value;
      this.pending(item).remove();
      await keep(item);
      return this.flush();
    }
    const back = this.form(item);
    await this.forget(item);
    this.putInField(back, item.text);
    back.elements.text.focus();
  }

  form(item) {
    return this.board.querySelector(`form[data-prompt="${item.prompt}"]`);
  }

  pending(item) {
    return this.board.querySelector(`li[data-pending="${item.client_key}"]`);
  }

  drawPending(item) {
    const list = this.board.querySelector(`ul[data-prompt="${item.prompt}"]`);
    if (!list || this.pending(item)) return;
    const note = this.made();
    note.dataset.pending = item.client_key;
    note.querySelector(".note__text").textContent = item.text;
    list.prepend(note);
  }

  say(item, how) {
    const form = this.form(item);
    if (form) say(form, how);
    const labels = this.pending(item)?.querySelector(".note__labels");
    if (labels) labels.textContent = form?.querySelector(".sending").textContent ?? "";
  }

  /* Drafts: what is being written survives a reload and the facilitator's next step */

  changed(field) {
    const form = field.closest("form[data-prompt]");
    if (!form || field.name !== "text") return;
    calm(form);
    this.keepDraft(form);
  }

  keepDraft(form) {
    sessionStorage.setItem(`draft ${form.dataset.prompt}`, form.elements.text.value);
  }

  restoreDraft(form) {
    form.elements.text.value ||= sessionStorage.getItem(`draft ${form.dataset.prompt}`) ?? "";
  }
}
