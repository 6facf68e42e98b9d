/**
 * Tells those who listen to a page what is new on it: gathered, seldom, and not at all when they have switched it off.
 *
 * The page has one place that is read aloud. Whatever comes in between two times of speaking is said together.
 */
const OFF = "koonti announcements off";
const GATHER_MS = 800;
const APART_MS = 5100; // at most twelve in any minute
const STANDS_MS = 4000; // then the same words can be said again

export class Announcer {
  /** `place`: the element that is read aloud; `gathered()`: the words for all that is new, "" for nothing. */
  constructor(place, gathered) {
    this.place = place;
    this.gathered = gathered;
    this.spokeAt = -APART_MS;
  }

  /** There is something new; it will be said soon. */
  soon() {
    this.next ??= setTimeout(() => this.speak(), Math.max(GATHER_MS, this.spokeAt + APART_MS - performance.now()));
  }

  speak() {
    this.next = null;
    const words = this.gathered();
    if (!words || isOff()) return;
    this.spokeAt = performance.now();
    this.place.textContent = words;
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => this.place.replaceChildren(), STANDS_MS);
  }
}

function isOff() {
  return localStorage.getItem(OFF) !== null;
}

/** The switch in the page's help. */
for (const box of document.querySelectorAll("[data-announce]")) {
  box.closest("[data-scripted]").hidden = false;
  box.checked = !isOff();
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
