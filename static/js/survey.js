import "./answers.js";

// Keeps what was typed on this device until the survey was sent, and lets a double click send once. The page works without it.

const ANSWER = /^q\d+(\..*)?$/;

const PREFIX = "survey-";

/** Where what is typed on one page of a survey is kept on this device. */
function shelf(exercise, page = "") {
  const key = `${PREFIX}${exercise}-${page}`;
  // a browser may refuse to keep anything; the page then works as it does without this script
  const tried = (deed) => {
    try {
      return deed();
    } catch {
      return null;
    }
  };
  return {
    read: () => tried(() => JSON.parse(localStorage.getItem(key))),
    keep: (typed) => tried(() => localStorage.setItem(key, JSON.stringify(typed))),
    clearAll: () => tried(() => Object.keys(localStorage).filter((name) => name.startsWith(key)).forEach((name) => localStorage.removeItem(name))),
  };
}

/** The answers of a form as [name, value] pairs. */
function answersOf(form) {
  return [...new FormData(form)].filter(([name, value]) => ANSWER.test(name) && typeof value === "string");
}

/** Let the form say exactly this. */
function fill(form, answers) {
  for (const field of form.elements) {
    if (!ANSWER.test(field.name)) continue;
    const said = answers.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = said.includes(field.value);
    else field.value = said[0] ?? "";
  }
}

class SurveyDraft extends HTMLElement {
  connectedCallback() {
    const { exercise, page, edition } = this.dataset;
    const form = this.querySelector("form");
    // those of a ranking send nothing
    const buttons = form.querySelectorAll("button:not([type=button])");
    const kept = shelf(exercise, page);
    const keep = (isSent = false) => {
      kept.keep({ answers: answersOf(form), edition: Number(edition), isSent });
      this.stay();
    };
    const typed = kept.read();
    if ("sent" in this.dataset) {
      keep();
    } else if (Array.isArray(typed?.answers) && typed.answers.length && !(typed.isSent && typed.edition < Number(edition))) {
      // What the house has kept since is newer; anything else was typed here and has not got there.
      fill(form, typed.answers);
      this.stay();
    } else if ("begun" in this.dataset) {
      this.stay();
    }
    form.addEventListener("input", () => keep());
    form.addEventListener("submit", (event) => {
      if (form.hasAttribute("aria-busy")) return event.preventDefault();
      form.setAttribute("aria-busy", "true");
      for (const button of buttons) button.setAttribute("aria-disabled", "true");
      if (answersOf(form).length) keep(true);
    });
    // a page that comes back out of the browser's memory can be sent again: the server takes it once
    window.addEventListener("pageshow", () => {
      form.removeAttribute("aria-busy");
      for (const button of buttons) button.removeAttribute("aria-disabled");
    });
    this.stage?.addEventListener("state", () => this.sayMovedOn());
  }

  get stage() {
    return this.closest("koonti-stage");
  }

  /** Who has begun to answer is not taken away when everybody moves on, but told of it. */
  stay() {
    this.stage?.removeAttribute("data-follow");
  }

  sayMovedOn() {
    this.querySelector(".moved-on").hidden = this.stage.place() === this.stage.drawnFor;
  }
}

class SurveySent extends HTMLElement {
  connectedCallback() {
    shelf(this.dataset.exercise).clearAll();
  }
}

customElements.define("survey-draft", SurveyDraft);
customElements.define("survey-sent", SurveySent);

// Where a page says something of itself, the reader begins there: what is wrong, or that a new page has come.
const first = document.querySelector(".govuk-error-summary") ?? document.querySelector("[data-turned] h2");
if (first) {
  first.tabIndex = -1;
  first.focus();
}
