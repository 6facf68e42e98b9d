/**
 * Notes drawn from the state: one <li> for each, made from the <template> that the server fills in for the first paint.
 *
 * What has not changed is not touched, and what stays in its order is not moved. Focus stays on what it was on; when that is
 * gone, it goes to the nearest place that makes sense, and never to nowhere.
 */
import { Focus } from "./focus.js";

/** The notes as they lie: stacks from the top of the column, each with its top note first. A note alone is a stack of one. */
export function stacks(notes) {
  const together = new Map();
  for (const note of notes) {
    // what only its writer sees lies in nobody's stack
    const name = note.stack && !note.own ? `stack ${note.stack}` : note.id;
    together.set(name, [...(together.get(name) ?? []), note]);
  }
  const lying = [...together.values()].map((stack) => stack.sort(fromTop));
  return lying.sort(([one], [other]) => other.place - one.place || other.id - one.id);
}

function fromTop(one, other) {
  const [buried, under] = [one, other].map((note) => Number(Boolean(note.hidden)) * 2 + Number(note.id !== note.stack));
  return buried - under || other.place - one.place || one.id - other.id;
}

export class Notes {
  /** `board`: the element around the lists; `look()`: {groups, rules, mine, likes, votes, left}, as they are now. */
  constructor(board, look) {
    this.board = board;
    this.look = look;
    this.template = board.querySelector("template.note-template").content.firstElementChild;
    this.drawn = new WeakMap();
  }

  /** Everything is to be looked at again: the rules, or what one has marked, have changed. */
  forget(id) {
    if (id) this.drawn.delete(this.item(id));
    else this.drawn = new WeakMap();
  }

  item(id) {
    return this.board.querySelector(`#note-${id}`);
  }

  /** Draw lists of stacks: [{list, stacks}]. */
  draw(columns) {
    const focus = new Focus(this.board);
    const items = new Map(this.items().map((item) => [Number(item.dataset.note), item]));
    const wanted = new Set(columns.flatMap(({ stacks }) => stacks.flat().map((note) => note.id)));
    for (const [id, item] of items) if (!wanted.has(id)) item.remove();
    const drawn = (note) => this.fill(items.get(note.id) ?? this.made(note), note);
    for (const { list, stacks } of columns) {
      const lying = stacks.map((stack) => stack.map(drawn));
      arrange(list, lying.map(([top]) => top));
      for (const [top, ...lower] of lying) this.lay(top, lower);
    }
    focus.restore();
  }

  items() {
    return [...this.board.querySelectorAll("li[data-note]")];
  }

  /** The notes below the top one, in a list that can be opened. */
  lay(item, lower) {
    let stack = item.querySelector(":scope > .stack");
    if (!lower.length) return stack?.remove();
    if (!stack) {
      stack = this.template.querySelector(".stack").cloneNode(true);
      item.append(stack);
    }
    const name = stack.querySelector(".stack__name");
    write(name, this.template.querySelector(".stack__name").dataset.many.replace("{n}", lower.length + 1));
    arrange(stack.querySelector("ul"), lower);
    for (const one of lower) one.querySelector(":scope > .stack")?.remove();
    return undefined;
  }

  /** A note's item with everything that a note can have. */
  made(note) {
    const item = this.template.cloneNode(true);
    item.querySelector(".stack").remove();
    item.id = `note-${note.id}`;
    item.dataset.note = note.id;
    item.querySelector(".note__text").id = `words-${note.id}`;
    for (const part of item.querySelectorAll("[aria-describedby]")) part.setAttribute("aria-describedby", `words-${note.id}`);
    this.point(item, note.id);
    if (!this.look().mine.has(note.id)) item.querySelector(".note__edit")?.remove();
    item.classList.add("note--new");
    return item;
  }

  /** An item without a note, for one that is on its way. */
  empty() {
    const item = this.template.cloneNode(true);
    item.querySelector(".stack").remove();
    for (const name of ["id", "data-note"]) item.removeAttribute(name);
    item.querySelector(".note__text").removeAttribute("id");
    for (const part of [".note__labels", ".note__foot"]) item.querySelector(part).replaceChildren();
    item.classList.add("note--pending");
    return item;
  }

  /** The addresses of the template's buttons and links, which lead to note 0, lead to this one. */
  point(part, id) {
    for (const name of ["formaction", "href"]) {
      for (const one of part.querySelectorAll(`[${name}]`)) {
        one.setAttribute(name, one.getAttribute(name).replace(/\/notes\/0(?=\/|#|$)/, `/notes/${id}`));
      }
    }
  }

  fill(item, note) {
    if (this.drawn.get(item) === note) return item;
    this.drawn.set(item, note);
    const look = this.look();
    const body = item.querySelector(":scope > .note__body");
    item.dataset.paper = look.groups[note.group]?.paper ?? "stone";
    item.classList.toggle("note--hidden", Boolean(note.hidden) || note.own === "hidden");
    item.classList.toggle("note--waiting", Boolean(note.waiting && !note.hidden) || note.own === "waiting");
    const text = body.querySelector(".note__text");
    write(text, note.text);
    text.lang = note.lang;
    this.label(body.querySelector(".note__labels"), note, look);
    this.mark(body, note, look);
    this.link(body, note, look);
    return item;
  }

  /** The labels that are true of the note, out of those in the template. */
  label(labels, note, { groups, rules, mine }) {
    const waits = note.own === "waiting" && (rules.showing === "revealed" ? "own-revealed" : "own-approved");
    const facts = {
      group: note.group in groups,
      mine: mine.has(note.id),
      scribe: note.scribe,
      imported: note.imported,
      afterwards: note.afterwards,
      edited: note.edition,
      "own-hidden": note.own === "hidden",
      [waits]: true,
      hidden: note.hidden,
      waiting: note.waiting && !note.hidden,
      personal: note.personal,
      reports: note.reports,
    };
    const fresh = this.template.querySelector(".note__labels").cloneNode(true);
    for (const one of [...fresh.children]) if (!facts[one.dataset.if]) one.remove();
    const group = fresh.querySelector(".note__group");
    if (group) group.textContent = groups[note.group].name;
    const reports = fresh.querySelector("[data-n]");
    if (reports) reports.textContent = note.reports;
    const said = (all) => [...all.children].map((one) => one.textContent).join("\n");
    if (said(fresh) !== said(labels)) labels.replaceChildren(...fresh.children);
  }

  /** Likes or votes, as the rules say: numbers, and what the participant has given. */
  mark(body, note, { rules, likes, votes, left }) {
    const given = votes?.get(note.id) ?? 0;
    const isPress = this.template.querySelector("[data-press=like]");
    const kind = rules.marking === "likes" ? "likes" : rules.votes_pile && isPress ? "pile" : "votes";
    for (const one of body.querySelectorAll(`.note__marks:not([data-marks="${kind}"])`)) one.remove();
    let marks = body.querySelector(".note__marks");
    if (!marks) {
      marks = this.template.querySelector(`[data-marks="${kind}"]`).cloneNode(true);
      this.point(marks, note.id);
      for (const part of marks.querySelectorAll("[aria-describedby]")) part.setAttribute("aria-describedby", `words-${note.id}`);
      body.querySelector(".note__foot").prepend(marks);
    }
    const count = (kind === "likes" ? note.likes : note.votes) ?? 0;
    write(marks.querySelector(".note__likes, .note__votes"), String(count));
    marks.hidden = isPress ? Boolean(note.own) : count === 0;
    if (!isPress) return;
    if (kind === "likes") press(marks.querySelector("button"), likes.has(note.id));
    if (kind === "votes") press(marks.querySelector("button"), given > 0, given > 0 || left > 0);
    if (kind === "pile") {
      write(marks.querySelector(".note__given"), String(given));
      offer(marks.querySelector("[data-less]"), Math.max(0, given - 1), given > 0);
      offer(marks.querySelector("[data-more]"), given + 1, left > 0);
    }
  }

  link(body, note, { rules }) {
    const more = body.querySelector(".note__more");
    if (more) {
      const { zero, one, many, closed } = this.template.querySelector(".note__more").dataset;
      const count = note.comments ?? 0;
      const nothing = rules.comments && this.template.querySelector("[data-press=like]") && !note.own ? zero : closed;
      more.hidden = note.own === "waiting";
      write(more, count === 0 ? nothing : count === 1 ? one : many.replace("{n}", count));
    }
    const deed = (name) => body.querySelector(`[data-press=${name}]`);
    if (!deed("hide")) return;
    deed("hide").hidden = Boolean(note.hidden);
    body.querySelector("[data-press=show]:not([data-approve])").hidden = !note.hidden;
    body.querySelector("[data-approve]").hidden = !(note.waiting && !note.hidden && rules.showing === "approved");
  }
}

/** Put items into a list in this order, before what else is at its end; as few as can be are moved. */
function arrange(list, items) {
  const places = new Map([...list.children].map((child, place) => [child, place]));
  const staying = longestRun(items.filter((item) => places.has(item)).map((item) => places.get(item)));
  let next = null;
  for (const item of [...items].reverse()) {
    if (!staying.has(places.get(item))) list.insertBefore(item, next);
    next = item;
  }
}

/** The largest set of these different numbers that are in rising order as they stand. */
function longestRun(numbers) {
  const ends = []; // ends[n]: the chain with n + 1 numbers that ends lowest
  for (const number of numbers) {
    const last = ends[ends.length - 1];
    const place = !last || last.number < number ? ends.length : ends.findIndex((chain) => chain.number > number);
    ends[place] = { number, before: ends[place - 1] };
  }
  const run = new Set();
  for (let chain = ends[ends.length - 1]; chain; chain = chain.before) run.add(chain.number);
  return run;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A button that is pressed or not; sent without a script it turns to the other. */
function press(button, pressed, possible = true) {
  button.setAttribute("aria-pressed", String(pressed));
  button.value = pressed ? 0 : 1;
  disable(button, !possible);
}

function offer(button, value, possible) {
  button.value = value;
  disable(button, !possible);
}

/** It keeps the focus, says why nothing happens when pressed, and looks faint. */
function disable(button, disabled) {
  if (disabled) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
