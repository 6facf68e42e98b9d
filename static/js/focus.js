/** The focus is never stolen, and never lost to nowhere. */

/** Where the focus is on a board, kept over a redrawing that others have caused. */
export class Focus {
  constructor(board) {
    this.on = board.contains(document.activeElement) ? document.activeElement : null;
    this.note = this.on?.closest("li[data-note]");
    this.section = this.on?.closest("section");
  }

  restore() {
    if (!this.on || (document.activeElement === this.on && isSeen(this.on))) return;
    const closed = this.note?.isConnected && this.note.closest("details:not([open])");
    const place = [this.on, closed && closed.querySelector("summary"), this.next(), this.section?.querySelector("h2")].find(isSeen);
    place?.focus({ preventScroll: true });
  }

  /** A button that has just made way for another one in the same note. */
  next() {
    return this.note?.isConnected && [...this.note.querySelectorAll("button, a[href]")].find(isSeen);
  }
}

/** Is it on the page, and not folded away? Then it can have the focus. */
export function isSeen(element) {
  return Boolean(element?.isConnected && element.getClientRects().length && !element.closest("details:not([open]) > :not(summary)"));
}
