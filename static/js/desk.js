/**
 * The desk: one key for what a facilitator does in the heat of the moment, deeds without a page load, and undo.
 *
 * Forms with data-quiet are sent by script. Then, and when somebody else has changed the path, the step, the board's
 * rules or the vote's statements, the parts of the page that show those are renewed; the focus stays.
 */
import { send } from "./deeds.js";
import { become, page } from "./part.js";
import { all } from "./state.js";

const KEYS_OFF = "koonti keys off";
const LED = "koonti led";
const PARTS = ["desk-rail", "desk-head", "desk-vote", "desk-side", "desk-undo"];
const KINDS = ["meeting", "exercise", "board", "vote", "statement"];
const SHORTEST_MS = 400;

const stage = document.querySelector("koonti-stage");
const heading = stage.querySelector("h1");

/* Keys: can be switched off, for speech input and a shaky hand press them by accident --------------------------------- */

function keysOn() {
  return !localStorage.getItem(KEYS_OFF);
}

function showKeys() {
  const box = document.getElementById("keys");
  if (!box) return;
  box.closest("[data-keys]").hidden = false;
  box.checked = keysOn();
  stage.classList.toggle("keys-off", !box.checked);
}

stage.addEventListener("change", (event) => {
  if (event.target.id !== "keys") return;
  if (event.target.checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "1");
  showKeys();
});

document.addEventListener("keydown", (event) => {
  if (!keysOn() || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable], [tabindex='0']")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const button = stage.querySelector(`button[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

/* Deeds -------------------------------------------------------------------------------------------------------------- */

stage.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-moves]")) {
    sessionStorage.setItem(LED, "1");
    stage.moving = true; // the answer leads on; following the news of one's own deed would cut it off
  }
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  sendOnce(form, event.submitter);
});

/** Forms that are being sent, each with the button that was pressed last. */
const sending = new WeakMap();

/** Send a form. Pressed again meanwhile, it is sent once; another button of the same form is heard after it. */
async function sendOnce(form, button) {
  const isSent = sending.has(form);
  sending.set(form, button);
  if (isSent) return;
  const done = await send(stage, form, button);
  const last = sending.get(form);
  sending.delete(form);
  if (last !== button) await sendOnce(form, last);
  else if (done) await renew();
}

stage.addEventListener("done", ({ detail: { undo } }) => {
  if (undo === undefined) return;
  const bar = stage.querySelector("[data-undo]");
  bar.hidden = !undo;
  if (!undo) return;
  bar.setAttribute("action", undo.href);
  bar.querySelector("[data-done]").textContent = undo.words;
});

/* What changes around the board ---------------------------------------------------------------------------------------- */

let known = marks();
let renewing = null;
let wanted = false;

/** The change numbers of what the renewed parts show. */
function marks() {
  return KINDS.flatMap((kind) => all(stage.state, kind).map((thing) => `${kind} ${thing.id} ${thing.seq}`)).join();
}

/** Fetch the desk anew and show what is new around the board; asked for while that goes on, it is done once more. */
function renew() {
  wanted = true;
  renewing ??= renewWhileWanted().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renewWhileWanted() {
  while (wanted) {
    wanted = false;
    const fresh = await page(location.href);
    if (fresh?.getElementById("desk-side")) take(fresh);
    if (wanted) await new Promise((go) => setTimeout(go, SHORTEST_MS));
  }
}

function take(fresh) {
  const focused = document.activeElement;
  for (const id of PARTS) {
    const part = document.getElementById(id);
    if (part) become(part, fresh.getElementById(id));
  }
  stage.learn(JSON.parse(fresh.querySelector("script.news").textContent).changes);
  known = marks();
  showKeys();
  if (focused !== document.body && document.activeElement !== focused) (focused.isConnected ? focused : heading).focus();
  stage.dispatchEvent(new CustomEvent("renewed"));
}

stage.addEventListener("state", () => {
  for (const progress of all(stage.state, "progress")) {
    const place = stage.querySelector(`[data-responses="${progress.id}"]`);
    if (place) place.textContent = progress.responses;
  }
  for (const tally of all(stage.state, "tally")) {
    for (const place of stage.querySelectorAll(`[data-tally="${tally.id}"]`)) {
      place.textContent = tally[place.dataset.of] ?? "–";
    }
  }
  if (marks() !== known) {
    known = marks();
    renew();
  }
});

showKeys();
if (sessionStorage.getItem(LED)) {
  sessionStorage.removeItem(LED);
  heading.focus();
}
