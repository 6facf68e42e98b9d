// Keeps what was typed on this device until the survey was sent, and lets a double click send once. The page works without it.

const ANSWER = /^q\d+$/;

function shelf(exercise) {
  const key = `survey-${exercise}`;
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
    keep: (answers) => tried(() => localStorage.setItem(key, JSON.stringify(answers))),
    clear: () => tried(() => localStorage.removeItem(key)),
  };
}

/** The answers of a form as [name, value] pairs. */
function answersOf(form) {
  return [...new FormData(form)].filter(([name, value]) => ANSWER.test(name) && typeof value === "string");
}

function fill(form, answers) {
  for (const [name, value] of answers) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked ||= field.value === value;
      } else {
        field.value = value;
      }
    }
  }
}

class SurveyDraft extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const button = form.querySelector("button");
    const kept = shelf(this.dataset.exercise);
    const keep = () => {
      kept.keep(answersOf(form));
      this.stay();
    };
    const answers = kept.read();
    if ("sent" in this.dataset) {
      keep();
    } else if (Array.isArray(answers) && answers.length) {
      fill(form, answers);
      this.stay();
    }
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => {
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
      } else {
        button.setAttribute("aria-disabled", "true");
      }
    });
    // a page that comes back out of the browser's memory can be sent again: the server takes it once
    window.addEventListener("pageshow", () => button.removeAttribute("aria-disabled"));
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
    shelf(this.dataset.exercise).clear();
  }
}

customElements.define("survey-draft", SurveyDraft);
customElements.define("survey-sent", SurveySent);

const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}
