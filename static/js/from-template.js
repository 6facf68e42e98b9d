// What nobody has touched follows the chosen template: the title, and the end of the meeting after its beginning.

/** The time of day `minutes` after `starts` ("13:30"); null when that is another day, or no time is given. */
const later = (starts, minutes) => {
  const [hour, minute] = starts.split(":").map(Number);
  const end = hour * 60 + minute + minutes;
  if (!(end < 24 * 60)) return null;
  return [Math.floor(end / 60), end % 60].map((part) => String(part).padStart(2, "0")).join(":");
};

class FromTemplate extends HTMLElement {
  connectedCallback() {
    this.fields = this.closest("form").elements;
    this.suggested = this.suggestions();
    this.addEventListener("change", () => this.follow());
  }

  suggestions() {
    const chosen = this.querySelector("input[name=template]:checked");
    if (!chosen) return {};
    const { title, minutes } = chosen.dataset;
    const ends = later(this.fields.starts.value, Number(minutes));
    return ends ? { title, ends } : { title };
  }

  follow() {
    const before = this.suggested;
    this.suggested = { ...before, ...this.suggestions() };
    for (const [name, value] of Object.entries(this.suggested)) {
      if (this.fields[name].value === before[name]) this.fields[name].value = value;
    }
  }
}

customElements.define("koonti-from-template", FromTemplate);
