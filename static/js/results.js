/**
 * <koonti-results>: the dashboard of a meeting, renewed while people speak.
 *
 * It is told "results moved" by socket, fetches its part anew (drawn by the same template as the first paint) and changes
 * only what differs, so that open tables stay open and the focus stays where it is. Then it draws the figures.
 * `io` and `Plotly` are loaded before the modules.
 */
const SHORTEST_MS = 1000;
const WITHOUT_SOCKET_MS = 15000;

class Results extends HTMLElement {
  connectedCallback() {
    this.night = matchMedia("(prefers-color-scheme: dark)");
    this.night.addEventListener("change", () => this.draw());
    this.listen();
    this.timer = setInterval(() => this.socket.connected || this.renew(), WITHOUT_SOCKET_MS);
    this.draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.socket.disconnect();
  }

  listen() {
    this.socket = globalThis.io({ transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 4000 });
    this.socket.on("connect", () => this.socket.emit("join", { ticket: this.dataset.ticket }, () => this.renew()));
    this.socket.on("results moved", () => this.renew());
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

  async draw() {
    const answer = await fetch(`${this.dataset.figures}?ground=${this.night.matches ? "night" : "day"}`).catch(() => null);
    if (!answer?.ok) return;
    const { figures, config } = await answer.json();
    await document.fonts.ready;
    for (const place of this.querySelectorAll("[data-plot]")) {
      const figure = figures[place.dataset.plot];
      if (figure) await globalThis.Plotly.react(place, figure.data, figure.layout, config);
    }
    this.dataset.drawn = String(Number(this.dataset.drawn ?? 0) + 1);
  }
}

/** A page of ours as a document: parsed by the browser as it comes, so no text becomes markup here. Null when it fails. */
function page(address) {
  return new Promise((tell) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => tell(request.status === 200 ? request.response : null);
    request.onerror = () => tell(null);
    request.send();
  });
}

/** Make `old` like `fresh` with as few changes as can be. What a reader opened stays open; what Plotly drew stays. */
function become(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(document.importNode(fresh, true));
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return undefined;
  }
  if (old.hasAttribute("data-plot")) return undefined;
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((child, place) => (before[place] ? become(before[place], child) : old.append(document.importNode(child, true))));
  for (const left of before.slice(after.length)) left.remove();
  return undefined;
}

customElements.define("koonti-results", Results);
