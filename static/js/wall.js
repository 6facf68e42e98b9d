/**
 * <koonti-wall>: what the room looks at. Columns settle by themselves: the text steps down until all notes fit, and no further
 * than can be read from ten metres; then the newest notes stay, and the others take turns behind them ("+ 24 notes").
 *
 * What it shows (notes, results, how to join) is chosen on the desk. Counts and results are a part of the page that is fetched
 * anew while people write. It is made to stand for days: it draws a bounded number of notes, and loads itself anew when
 * the house has new files.
 */
import { Notes, stacks } from "./notes.js";
import { become, page } from "./part.js";
import { all } from "./state.js";

const SIZES = ["xl", "l", "m", "s"];
const MOST_DRAWN = 40; // notes in one column: more never fit
const SETTLE_MS = 150;
const PART_MS = 2000;
const TURN_MS = 12_000;
const LIFETIME_MS = 12 * 3600 * 1000;
const USUAL = { marking: "likes", showing: "at_once", names_groups: true, comments: false };

class Wall extends HTMLElement {
  connectedCallback() {
    this.stage = this.closest("koonti-stage");
    this.counted = this.querySelector("#wall-part");
    this.version = this.counted.dataset.version;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.turn = 0;
    if (this.querySelector("ul[data-prompt]")) {
      this.groups = JSON.parse(this.querySelector("script.groups").textContent);
      this.notes = new Notes(this, () => this.look());
    }
    this.stage.addEventListener("state", () => this.changed());
    this.stage.addEventListener("up", () => this.renewSoon());
    new ResizeObserver(() => this.settleSoon()).observe(this);
    this.turning = setInterval(() => this.takeTurns(), TURN_MS);
    document.fonts.ready.then(() => this.settleSoon());
    this.show();
    this.settle();
  }

  disconnectedCallback() {
    clearInterval(this.turning);
  }

  get rules() {
    return this.stage.state.things[`board:${this.dataset.exercise}`] ?? USUAL;
  }

  look() {
    return { groups: this.groups, rules: this.rules, mine: new Set() };
  }

  changed() {
    this.show();
    this.settleSoon();
    this.renewSoon();
  }

  /** The view that is chosen on the desk. */
  show() {
    const shows = this.stage.meeting()?.wall_shows ?? "notes";
    this.dataset.shows = shows;
    this.toggleAttribute("data-veiled", Boolean(this.rules.veiled));
    for (const view of this.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== shows;
    const written = this.querySelector("[data-written]");
    if (written) written.hidden = shows !== "notes" || Boolean(this.notes && !this.rules.veiled);
  }

  /* Notes --------------------------------------------------------------------------------------------------------------- */

  settleSoon() {
    this.settling ??= setTimeout(() => {
      this.settling = null;
      this.settle();
    }, SETTLE_MS);
  }

  /** Draw as many notes as fit, in the largest text in which all do, or else in the smallest. */
  settle() {
    if (this.dataset.shows === "results") this.settleCharts();
    if (!this.notes || this.dataset.shows !== "notes") return;
    if (this.drawnBy !== this.rules) this.notes.forget();
    this.drawnBy = this.rules;
    const notes = all(this.stage.state, "note");
    const columns = [...this.querySelectorAll("ul[data-prompt]")].map((list) => {
      const lying = stacks(notes.filter((note) => note.prompt === Number(list.dataset.prompt)));
      return { list, lying, first: this.firstOf(list, lying.length) };
    });
    const drawn = columns.map(({ list, lying, first }) => ({ list, stacks: inTurn(lying, first).map(([top]) => [top]) }));
    this.notes.draw(drawn);
    for (const { list, lying } of columns) this.markStacks(list, lying);
    for (const { list } of columns) list.parentElement.querySelector("[data-more]").hidden = true;
    const fits = SIZES.find((size) => {
      this.dataset.size = size;
      return columns.every(({ list, lying }) => lying.length <= MOST_DRAWN && fitting(list) === lying.length);
    });
    if (!fits) this.dataset.size = SIZES.at(-1);
    for (const column of columns) this.fold(column);
  }

  markStacks(list, lying) {
    for (const stack of lying) {
      const item = list.querySelector(`:scope > #note-${stack[0].id}`);
      if (item) item.dataset.under = stack.length > 1 ? stack.length : "";
    }
  }

  /** As many charts as fit, one after another; the others are counted, and take their turn. */
  settleCharts() {
    const view = this.querySelector("[data-view=results]");
    const charts = [...view.querySelectorAll(".wall-chart")];
    const more = view.querySelector("[data-charts]");
    if (!(this.firstChart < charts.length)) this.firstChart = 0;
    charts.forEach((chart, place) => (chart.hidden = place < this.firstChart));
    more.hidden = true;
    more.hidden = this.firstChart === 0 && fitting(view) >= charts.length;
    const shown = charts.filter((chart) => !chart.hidden);
    const { bottom } = view.getBoundingClientRect();
    const room = bottom - (more.hidden ? 0 : more.offsetHeight);
    const out = shown.filter((chart, place) => place > 0 && chart.getBoundingClientRect().bottom > room);
    for (const chart of out) chart.hidden = true;
    this.chartsSeen = shown.length - out.length;
    const left = charts.length - this.chartsSeen;
    more.hidden = left === 0;
    more.textContent = left === 1 ? more.dataset.one : more.dataset.many.replace("{n}", left);
  }

  /** Leave what fits, and say how many notes do not. The line that says so takes room itself. */
  fold({ list, lying, first }) {
    const section = list.parentElement;
    const more = section.querySelector("[data-more]");
    more.hidden = true;
    more.hidden = fitting(list) === lying.length;
    const seen = fitting(list);
    const shown = inTurn(lying, first).slice(0, seen);
    const left = notesIn(lying) - notesIn(shown);
    [...list.children].forEach((item, place) => item.toggleAttribute("data-folded", place >= seen));
    list.dataset.seen = seen;
    more.textContent = left === 1 ? more.dataset.one : more.dataset.many.replace("{n}", left);
    section.querySelector("[data-none]").hidden = lying.length > 0 || Boolean(this.rules.veiled);
  }

  /** Which note comes after the newest one: another one at every turn, where not all fit. */
  firstOf(list, count) {
    const seen = Number(list.dataset.seen ?? 0);
    if (this.calm.matches || !seen || count <= seen || seen < 2) return 1;
    const pages = Math.ceil((count - 1) / (seen - 1));
    return 1 + (this.turn % pages) * (seen - 1);
  }

  takeTurns() {
    if (this.calm.matches || document.hidden) return;
    this.turn += 1;
    this.firstChart = (this.firstChart ?? 0) + (this.chartsSeen ?? 0);
    this.settleSoon();
  }

  /* Counts and results ---------------------------------------------------------------------------------------------------- */

  renewSoon() {
    this.renewing ??= setTimeout(() => this.renew(), PART_MS);
  }

  async renew() {
    const fresh = (await page(this.dataset.part))?.getElementById("wall-part");
    this.renewing = null;
    if (!fresh) return;
    if (fresh.dataset.version !== this.version || performance.now() > LIFETIME_MS) return location.reload();
    become(this.counted, fresh);
    this.show();
    this.settle();
  }
}

/** The newest note, and behind it the others from place `first` on, around the end. */
function inTurn(lying, first) {
  const [newest, ...others] = lying;
  if (!newest) return [];
  return [newest, ...others.slice(first - 1), ...others.slice(0, first - 1)].slice(0, MOST_DRAWN);
}

function notesIn(stacked) {
  return stacked.reduce((sum, stack) => sum + stack.length, 0);
}

/** How many of a list's notes are wholly inside it, from the first on. */
function fitting(list) {
  const { bottom, right } = list.getBoundingClientRect();
  const items = [...list.children];
  const out = items.findIndex((item) => {
    const edges = item.getBoundingClientRect();
    return edges.bottom > bottom + 1 || edges.right > right + 1;
  });
  return out < 0 ? items.length : out;
}

customElements.define("koonti-wall", Wall);
