/**
 * Notes are dragged on the desk, by mouse or by the handle with a finger: to another place, into another column, or onto
 * another note, which stacks them. Everything that dragging does, the note's own page does too.
 *
 * `Sortable` is loaded before the modules. While something is dragged the board is held: it is drawn anew at the drop, so
 * that a note whose move was refused goes back to where it was.
 */
import { tell } from "./deeds.js";

const OVER = "note--onto";
const MIDDLE = 0.2; // of a note's height, above and below its middle: there a dragged note is laid onto it
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export class Drag {
  /** `said(what)`: a note was "moved" or "stacked". */
  constructor(board, said) {
    this.board = board;
    this.stage = board.closest("koonti-stage");
    this.said = said;
    this.follow = (event) => this.look(event);
    for (const list of board.querySelectorAll("ul[data-prompt]")) this.open(list);
  }

  open(list) {
    globalThis.Sortable.create(list, {
      group: "notes",
      draggable: ">li[data-note]",
      filter: isElsewhere,
      preventOnFilter: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 5,
      invertSwap: true,
      invertedSwapThreshold: 1 - 2 * MIDDLE,
      emptyInsertThreshold: 40,
      animation: CALM.matches ? 0 : 120,
      scrollSensitivity: 60,
      ghostClass: "note--place",
      dragClass: "note--dragged",
      onStart: (event) => this.begin(event),
      onEnd: (event) => this.end(event),
    });
  }

  begin({ item }) {
    this.item = item;
    this.board.held = true;
    document.addEventListener("pointermove", this.follow);
  }

  /** Is the pointer in the middle of another note? */
  look({ clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY)?.closest("ul[data-prompt] > li[data-note]");
    const { top, height } = under?.getBoundingClientRect() ?? {};
    const inMiddle = under && under !== this.item && Math.abs(clientY - top - height / 2) < height * MIDDLE;
    this.aim(inMiddle ? under : null);
  }

  aim(onto) {
    if (onto === this.onto) return;
    this.onto?.classList.remove(OVER);
    onto?.classList.add(OVER);
    this.onto = onto;
  }

  async end({ item, from, to, oldIndex, newIndex }) {
    document.removeEventListener("pointermove", this.follow);
    const onto = this.onto;
    this.aim(null);
    const note = `${this.board.dataset.notes}/${item.dataset.note}`;
    let done = null;
    if (onto) done = await tell(this.stage, `${note}/stack`, { onto: onto.dataset.note });
    else if (from !== to || oldIndex !== newIndex) done = await tell(this.stage, `${note}/place`, place(item, to));
    this.board.held = false;
    this.board.draw();
    if (done) this.said(onto ? "stacked" : "moved");
    document.getElementById(item.id)?.querySelector(".note__more")?.focus({ preventScroll: true });
  }
}

/** Where a note lies now: its column, and the note that it is right below. */
function place(item, list) {
  let above = item.previousElementSibling;
  while (above && !above.dataset.note) above = above.previousElementSibling;
  return { prompt: list.dataset.prompt, below: above?.dataset.note ?? "" };
}

/** Fingers drag by the handle, so that a board can be scrolled; nobody drags by a button or a link. */
function isElsewhere(event) {
  if (event.target.closest("input, button, a, textarea, select, summary, [class~=stack__notes]")) return true;
  return event.pointerType === "touch" && !event.target.closest("[data-handle]");
}
