/**
 * <koonti-panel>: what waits for the facilitator, drawn from the stage's state: hands, notes to be approved, reported
 * notes, and pairs that say nearly the same (asked for at most every five seconds while notes change).
 */
import { press, tell } from "./deeds.js";
import { all } from "./state.js";

const NOT_ALIKE = "koonti not alike";
const MOST = 20;
const ALIKE_EVERY_MS = 5000;

class Panel extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.pairs = [];
    this.dismissed = new Set(JSON.parse(sessionStorage.getItem(this.shelf()) ?? "[]"));
    this.stage.addEventListener("state", () => this.draw());
    this.stage.addEventListener("renewed", () => this.draw());
    this.addEventListener("click", (event) => this.clicked(event));
    this.draw();
  }

  shelf() {
    return `${NOT_ALIKE} ${this.dataset.exercise}`;
  }

  notes() {
    const here = new Set([...this.stage.querySelectorAll("ul[data-prompt]")].map((list) => Number(list.dataset.prompt)));
    return all(this.stage.state, "note").filter((note) => here.has(note.prompt));
  }

  draw() {
    const notes = this.notes().filter((note) => !note.hidden);
    const hands = all(this.stage.state, "hands")[0] ?? {};
    this.count("raised", hands.raised ?? 0);
    this.count("ready", hands.ready ?? 0);
    this.list("waiting", notes.filter((note) => note.waiting));
    this.list("reported", notes.filter((note) => note.reports));
    this.drawPairs();
    const now = notes.map((note) => `${note.id} ${note.edition ?? 0}`).join();
    if (this.dataset.alike && now !== this.seen) {
      this.seen = now;
      this.askSoon();
    }
  }

  count(name, number) {
    for (const place of this.stage.querySelectorAll(`[data-count="${name}"]`)) place.textContent = number;
    for (const place of this.stage.querySelectorAll(`[data-when="${name}"]`)) place.hidden = !number;
  }

  list(name, notes) {
    this.count(name, notes.length);
    const list = this.querySelector(`ul[data-list="${name}"]`);
    if (!list) return;
    this.items(list, notes.slice(0, MOST), (note) => `${name}-${note.id}`, (item, note) => {
      const text = item.querySelector("[data-text]");
      text.textContent = note.text;
      text.lang = note.lang;
      for (const one of item.querySelectorAll("[formaction], [href]")) point(one, note.id);
    });
    const more = this.querySelector(`[data-more="${name}"]`);
    if (more) more.hidden = notes.length <= MOST;
  }

  /** One item for each thing, made from the list's template; those that stay keep their place and the focus. */
  items(list, things, name, fill) {
    const wanted = new Set(things.map(name));
    const old = [...list.children].filter((item) => item.id);
    const focused = old.find((item) => item.contains(document.activeElement));
    for (const item of old) if (!wanted.has(item.id)) item.remove();
    for (const thing of things) {
      if (document.getElementById(name(thing))) continue;
      const item = this.querySelector(`template[data-for="${list.dataset.list}"]`).content.firstElementChild.cloneNode(true);
      item.id = name(thing);
      fill(item, thing);
      list.append(item);
    }
    if (focused && !focused.isConnected) this.focusNear(list, old.indexOf(focused));
  }

  /** The item with the focus is gone: the next one gets it, or the heading above. */
  focusNear(list, place) {
    const next = list.children[Math.min(place, list.children.length - 1)]?.querySelector("button, a");
    (next ?? this.querySelector("h2")).focus();
  }

  async clicked(event) {
    const button = event.target.closest("button");
    if (button?.matches("[data-press]")) {
      event.preventDefault();
      await press(this.stage, button);
    }
    const item = button?.closest("[data-pair]");
    if (!item) return;
    const [one, other] = item.dataset.pair.split(" ");
    if (button.matches("[data-not-alike]")) this.dismiss(item.dataset.pair);
    else await tell(this.stage, item.dataset.stack, { onto: Math.min(Number(one), Number(other)) });
  }

  /* Nearly the same -------------------------------------------------------------------------------------------------- */

  askSoon() {
    const wait = Math.max(0, ALIKE_EVERY_MS - (Date.now() - (this.asked ?? 0)));
    this.asking ??= setTimeout(() => this.ask(), this.asked ? wait : 0);
  }

  async ask() {
    this.asked = Date.now();
    this.asking = null;
    const answer = await fetch(this.dataset.alike, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    this.pairs = (await answer.json()).pairs;
    this.drawPairs();
    this.stage.dispatchEvent(new CustomEvent("alike", { detail: this.open() }));
  }

  /** Pairs that nobody has stacked or put aside, with their notes. */
  open() {
    const notes = new Map(this.notes().map((note) => [note.id, note]));
    return this.pairs
      .map(({ one, other, same }) => ({ one: notes.get(one), other: notes.get(other), same, name: `${one} ${other}` }))
      .filter(({ one, other, name }) => one && other && !this.dismissed.has(name))
      .filter(({ one, other }) => !one.hidden && !other.hidden && !(one.stack && one.stack === other.stack));
  }

  drawPairs() {
    const list = this.querySelector('ul[data-list="alike"]');
    if (!list) return;
    const pairs = this.open();
    this.count("alike", pairs.length);
    this.items(list, pairs.slice(0, MOST), ({ name }) => `alike-${name.replace(" ", "-")}`, (item, { one, other, name }) => {
      item.dataset.pair = name;
      const newer = one.id > other.id ? one : other;
      item.dataset.stack = item.dataset.stack.replace("/notes/0/", `/notes/${newer.id}/`);
      for (const [place, note] of [["one", one], ["other", other]]) {
        const text = item.querySelector(`[data-${place}]`);
        text.textContent = note.text;
        text.lang = note.lang;
      }
    });
  }

  dismiss(name) {
    this.dismissed.add(name);
    sessionStorage.setItem(this.shelf(), JSON.stringify([...this.dismissed]));
    this.drawPairs();
    this.stage.dispatchEvent(new CustomEvent("alike", { detail: this.open() }));
  }
}

/** Let a button or link of a template speak of this note. */
function point(one, id) {
  for (const name of ["formaction", "href"]) {
    if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/\/notes\/\d+/, `/notes/${id}`));
  }
}

customElements.define("koonti-panel", Panel);
