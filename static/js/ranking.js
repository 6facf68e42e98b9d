/**
 * A ranking with buttons and by dragging. The selects that people use without script stay in the form and carry the places, so
 * that drafts and sending know nothing of this. Options that have a place stand first and in order, the others below them.
 */
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const OTHER_WAY = { up: "down", down: "up", choose: "leave", leave: "choose" };

const placeOf = (item) => Number(selectOf(item).value);
const selectOf = (item) => item.querySelector("select");
const textOf = (item) => item.querySelector("label").textContent.trim();

class SurveyRanking extends HTMLElement {
  connectedCallback() {
    if (this.items) return;
    this.list = this.querySelector("ul");
    this.most = Number(this.dataset.most);
    this.items = [...this.list.children];
    for (const item of this.items) this.equip(item);
    const placed = this.items.filter(placeOf).sort((one, other) => placeOf(one) - placeOf(other));
    this.draw(placed.slice(0, this.most));
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-deed]");
      if (button) this.press(button.closest("li"), button.dataset.deed);
    });
    // what dragging needs is more than the rest of the page: it is fetched for those who come near, and buttons do the same
    this.addEventListener("pointerenter", () => this.letDrag(), { once: true });
  }

  async letDrag() {
    await import(this.dataset.sortable);
    globalThis.Sortable.create(this.list, {
      handle: "[data-handle]",
      forceFallback: true,
      animation: CALM.matches ? 0 : 120,
      ghostClass: "ranking__item--place",
      onEnd: ({ item, newIndex }) => this.drop(item, newIndex),
    });
    this.classList.add("ranking--draggable");
  }

  /** Give an option its buttons. An error that led to its select leads to the list now, since the select is out of sight. */
  equip(item) {
    item.append(this.querySelector("template").content.cloneNode(true));
    item.prepend(item.querySelector(".ranking__place"));
    item.classList.add("ranking__item--live");
    for (const name of item.querySelectorAll("[data-option]")) name.textContent = textOf(item);
    const select = selectOf(item);
    if (select.id !== this.fieldId()) return;
    this.list.id = select.id;
    this.list.tabIndex = -1;
    select.id += "-place";
    item.querySelector("label").htmlFor = select.id;
  }

  /** The id where errors lead to: that of the field, which the names of its parts begin with. */
  fieldId() {
    return this.querySelector("select").name.split(".")[0];
  }

  press(item, deed) {
    const order = [...this.chosen];
    const at = order.indexOf(item);
    if (deed === "choose" && order.length >= this.most) return this.say(this.dataset.full);
    if (deed === "choose") order.push(item);
    if (deed === "leave") order.splice(at, 1);
    const to = { up: at - 1, down: at + 1 }[deed];
    if (to < 0 || to >= order.length) return null;
    if (to !== undefined) order.splice(to, 0, ...order.splice(at, 1));
    this.draw(order);
    this.tell(item);
    const same = item.querySelector(`[data-deed=${deed}]`);
    const open = !same.hidden && same.ariaDisabled !== "true";
    return (open ? same : item.querySelector(`[data-deed=${OTHER_WAY[deed]}]`)).focus();
  }

  /** An option was let go as the one at `index`: among those with a place or right below them it gets one, further down it has none. */
  drop(item, index) {
    const order = this.chosen.filter((one) => one !== item);
    if (index <= order.length) order.splice(index, 0, item);
    this.draw(order.slice(0, this.most));
    this.tell(item);
  }

  /** Show and keep this order. Nodes move around the one that has the focus. */
  draw(order) {
    const before = this.chosen;
    this.chosen = order;
    this.list.append(...order, ...this.items.filter((item) => !order.includes(item)));
    for (const item of this.items) {
      const place = order.indexOf(item) + 1;
      selectOf(item).value = place || "";
      item.querySelector(".ranking__place").textContent = place ? `${place}.` : "";
      item.classList.toggle("ranking__item--chosen", place > 0);
      for (const button of item.querySelectorAll("[data-deed]")) {
        const { deed } = button.dataset;
        button.hidden = (deed === "choose") === place > 0;
        const stuck = { choose: order.length >= this.most, up: place === 1, down: place === order.length }[deed];
        button.ariaDisabled = stuck ? "true" : null;
      }
    }
    // the draft hears of a change as of any other
    if (before) this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  tell(item) {
    const place = this.chosen.indexOf(item) + 1;
    this.say((place ? this.dataset.placed : this.dataset.left).replace("{option}", textOf(item)).replace("{place}", place));
  }

  say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

// a draft is filled in first, and then seen here
customElements.whenDefined("survey-draft").then(() => customElements.define("survey-ranking", SurveyRanking));
