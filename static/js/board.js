/**
 * <koonti-board>: notes under their prompts, drawn from the stage's state; what one writes and presses there.
 *
 * data-calm (phones): notes of others wait behind a button, so that the text does not jump while somebody reads.
 */
import { Announcer } from "./announce.js";
import { press } from "./deeds.js";
import { Notes, stacks } from "./notes.js";
import { all } from "./state.js";
import { Writer } from "./writer.js";

/** The rules of a board that nobody has changed. */
const USUAL = { marking: "likes", votes_each: 5, votes_pile: false, showing: "at_once", names_groups: true, comments: true };
const LONGEST_NAME = 80;

class Board extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.groups = JSON.parse(this.querySelector("script.groups").textContent);
    const marks = JSON.parse(this.querySelector("script.marks")?.textContent ?? "{}");
    this.mine = new Set(marks.wrote);
    this.likes = new Set(marks.likes);
    this.votes = new Map(Object.entries(marks.votes ?? {}).map(([id, count]) => [Number(id), count]));
    this.given = marks.given ?? 0;
    this.notes = new Notes(this, () => this.look());
    this.known = new Set(this.notes.items().map((item) => Number(item.dataset.note)));
    this.noticed = new Set(this.known);
    this.own = new Map();
    this.asked = new Map();
    this.writer = new Writer(this, () => this.notes.empty(), (answer) => this.saved(answer));
    const place = this.stage.querySelector("[data-news]");
    this.announcer = place && new Announcer(place, () => this.news(place));
    this.stage.addEventListener("state", () => this.draw());
    this.addEventListener("click", (event) => this.clicked(event));
    this.draw();
  }

  get rules() {
    return this.stage.state.things[`board:${this.dataset.exercise}`] ?? USUAL;
  }

  look() {
    const { groups, rules, mine, likes, votes } = this;
    return { groups, rules, mine, likes, votes, left: Math.max(0, rules.votes_each - this.given) };
  }

  /** While somebody drags a note (`held`), nothing moves under the pointer. */
  draw() {
    if (this.held) return;
    const { rules } = this;
    if (this.drawnBy !== rules) this.notes.forget();
    const isReveal = this.drawnBy?.veiled && !rules.veiled;
    this.drawnBy = rules;
    const notes = [...all(this.stage.state, "note"), ...this.lookForOwn()];
    const columns = [...this.querySelectorAll("ul[data-prompt]")].map((list) => {
      const here = notes.filter((note) => note.prompt === Number(list.dataset.prompt));
      const fresh = this.hasAttribute("data-calm") ? here.filter((note) => this.isNew(note)) : [];
      this.notice(fresh);
      const waiting = isReveal ? [] : fresh;
      const shown = here.filter((note) => !waiting.includes(note) && !this.writer.holds(note));
      for (const note of shown) this.known.add(note.id);
      return { list, stacks: stacks(shown), waiting: waiting.length };
    });
    this.notes.draw(columns);
    for (const column of columns) this.sayNewer(column);
    this.drawRules();
  }

  isNew(note) {
    return !this.known.has(note.id) && !this.mine.has(note.id) && !this.writer.holds(note);
  }

  drawRules() {
    const { rules } = this;
    const left = this.look().left;
    for (const line of this.stage.querySelectorAll("[data-votes]")) {
      line.hidden = rules.marking !== "votes";
      const words = line.dataset.votes.replace("{left}", left).replace("{each}", rules.votes_each);
      if (line.textContent !== words) line.textContent = words;
    }
    for (const line of this.querySelectorAll("[data-showing]")) {
      line.hidden = line.dataset.showing !== (rules.veiled ? "veiled" : rules.showing);
    }
  }

  sayNewer({ list, waiting }) {
    const button = list.parentElement.querySelector("[data-newer]");
    if (button) {
      button.hidden = waiting === 0;
      button.textContent = waiting === 1 ? button.dataset.one : button.dataset.many.replace("{n}", waiting);
    }
    const none = list.parentElement.querySelector("[data-none]");
    if (none) none.hidden = list.children.length > 0 || waiting > 0;
  }

  /** The reader wants to see the notes that have waited: the first of them is in view, and has the focus. */
  showNewer(button) {
    const list = button.parentElement.querySelector("ul[data-prompt]");
    const waiting = all(this.stage.state, "note").filter(
      (note) => note.prompt === Number(list.dataset.prompt) && this.isNew(note),
    );
    for (const note of waiting) this.known.add(note.id);
    this.draw();
    const first = list.querySelector(waiting.map((note) => `#note-${note.id}`).join() || "li");
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  }

  /* What is new is told to those who do not see it */

  notice(waiting) {
    const fresh = waiting.filter((note) => !this.noticed.has(note.id));
    for (const note of fresh) this.noticed.add(note.id);
    if (fresh.length === 0) return;
    this.untold = new Set([...(this.untold ?? []), ...fresh.map((note) => note.id)]);
    this.announcer?.soon();
  }

  /** The words for the notes that have come since it was last told of any, by prompt. */
  news(place) {
    const notes = all(this.stage.state, "note").filter((note) => this.untold.has(note.id) && !this.mine.has(note.id));
    this.untold.clear();
    const said = [...this.querySelectorAll("ul[data-prompt]")].map((list) => {
      const count = notes.filter((note) => note.prompt === Number(list.dataset.prompt)).length;
      if (!count) return "";
      const name = list.closest("section").querySelector("h2").textContent.trim();
      const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
      const words = count === 1 ? place.dataset.one : place.dataset.many;
      return words.replace("{n}", count).replace("{prompt}", () => short);
    });
    return said.filter(Boolean).join(" ");
  }

  /* Deeds */

  saved(answer) {
    if (answer.mine) this.mine.add(answer.mine);
    this.stage.learn(answer.changes);
    this.draw();
  }

  async clicked(event) {
    const button = event.target.closest("button");
    if (button?.matches("[data-newer]")) return this.showNewer(button);
    if (!button?.dataset.press) return;
    event.preventDefault();
    if (button.matches("[aria-disabled=true]")) return this.sayUsed(button);
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const id = Number(button.closest("li").dataset.note);
    const saved = await press(this.stage, button);
    button.removeAttribute("aria-busy");
    if (saved) this.remember(id, saved);
  }

  sayUsed(button) {
    const line = this.stage.querySelector("[data-votes]");
    if (line && !button.matches("[data-less]")) this.stage.say(line.dataset.used);
  }

  /** What one has given to a note: its buttons show it. */
  remember(id, answer) {
    if ("liked" in answer) this.likes[answer.liked ? "add" : "delete"](id);
    if ("given" in answer) {
      this.given += answer.given - (this.votes.get(id) ?? 0);
      this.votes.set(id, answer.given);
      this.notes.forget();
    }
    this.notes.forget(id);
    this.draw();
  }

  /**
   * One's own note that is gone for others may be hidden or waiting: the house is asked, which shows it to its writer. Until it
   * has answered the note is drawn as it was: [its last body].
   */
  lookForOwn() {
    const { things } = this.stage.state;
    const unasked = [];
    for (const note of all(this.stage.state, "note")) {
      if (note.own) this.mine.add(note.id);
      if (this.mine.has(note.id)) this.own.set(note.id, note);
    }
    for (const id of this.mine) {
      const note = things[`note:${id}`];
      if (note?.gone && this.asked.get(id)?.seq !== note.seq && this.own.has(id)) {
        this.asked.set(id, { seq: note.seq, last: this.own.get(id) });
        unasked.push(note.seq);
      }
    }
    if (unasked.length) this.askForOwn(Math.min(...unasked) - 1);
    return [...this.asked.values()].map(({ last }) => last).filter((last) => last && things[`note:${last.id}`].gone);
  }

  async askForOwn(after) {
    const address = new URL(this.stage.dataset.changes, location);
    address.searchParams.set("after", after);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return this.asked.clear();
    const { changes } = await answer.json();
    for (const asked of this.asked.values()) asked.last = null;
    this.stage.learn(changes);
    return this.draw();
  }
}

customElements.define("koonti-board", Board);
