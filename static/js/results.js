/**
 * <koonti-results>: the dashboard of a meeting or of a round, or the results of a survey.
 *
 * It draws the figures. With a part (data-part) it is renewed while people speak: it is told "results moved" by socket,
 * fetches its part anew (drawn by the same template as the first paint) and changes only what differs, so that open tables
 * stay open and the focus stays where it is. `Plotly`, and `io` where there is a part, are loaded before the modules.
 */
import { become, page } from "./part.js";
import { take } from "./pictures.js";
import { route } from "./stream.js";
import { another } from "./ticket.js";

const SHORTEST_MS = 1000;
const WITHOUT_SOCKET_MS = 15000;

/** The page behind what is drawn so many pixels from the figure's top; "" when there is none. */
function behind({ layout }, at) {
  const { tops, links } = layout?.meta ?? { tops: [], links: [] };
  return links[tops.findLastIndex((top) => top <= at)] ?? "";
}

class Results extends HTMLElement {
  connectedCallback() {
    this.night = matchMedia("(prefers-color-scheme: dark)");
    this.night.addEventListener("change", () => this.draw());
    this.addEventListener("click", (event) => this.press(event));
    if (this.dataset.part) this.listen();
    this.draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.socket?.disconnect();
  }

  listen() {
    this.timer = setInterval(() => this.socket.connected || this.keepUp(), WITHOUT_SOCKET_MS);
    this.socket = globalThis.io({
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      query: { route: route(this.dataset.part) },
      reconnectionDelayMax: 4000,
    });
    this.socket.on("connect", () => this.join());
    this.socket.on("results moved", () => this.renew());
  }

  join() {
    this.socket.emit("join", { ticket: this.dataset.ticket }, ({ error }) => {
      if (error === "ticket") return this.refused();
      this.isOut = false;
      return this.renew();
    });
  }

  /** The house takes our ticket no longer: ask for another one at once, and then now and then. */
  refused() {
    this.socket.disconnect();
    if (!this.isOut) this.knock();
    this.isOut = true;
  }

  async knock() {
    const ticket = await another(this);
    if (!ticket) return;
    this.dataset.ticket = ticket;
    this.socket.connect();
  }

  keepUp() {
    if (this.isOut) this.knock();
    else this.renew();
  }

  /** Fetch and show what is new; asked for while that is going on, do it once more afterwards. */
  renew() {
    this.wanted = true;
    this.renewing ??= this.renewWhileWanted().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  async renewWhileWanted() {
    while (this.wanted) {
      this.wanted = false;
      const fresh = await page(this.dataset.part);
      const part = fresh?.getElementById("results-part");
      if (part) {
        become(this.querySelector("#results-part"), part);
        await this.draw();
      }
      await new Promise((go) => setTimeout(go, SHORTEST_MS));
    }
  }

  /** A button takes its chart along as a picture; a bar or its label leads to what was said behind it. */
  press({ target, clientY }) {
    const button = target.closest("[data-take]");
    if (button) take(button.dataset, this.dataset.figures);
    const place = target.closest("[data-plot]");
    const address = place && behind(place, clientY - place.getBoundingClientRect().top);
    if (address) location.assign(address);
  }

  async draw() {
    const address = new URL(this.dataset.figures, location);
    address.searchParams.set("ground", this.night.matches ? "night" : "day");
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const { figures, config } = await answer.json();
    await document.fonts.ready;
    for (const place of this.querySelectorAll("[data-plot]")) {
      const figure = figures[place.dataset.plot];
      if (figure) await globalThis.Plotly.react(place, figure.data, figure.layout, config);
      place.classList.toggle("chart__plot--leads", Boolean(figure?.layout.meta?.links.some(Boolean)));
    }
    this.dataset.drawn = String(Number(this.dataset.drawn ?? 0) + 1);
  }
}

customElements.define("koonti-results", Results);
