/**
 * A note's own page as a sheet over the board: links with data-sheet open it, drawn from the same page fetched anew (#sheet).
 *
 * Its forms are sent without a page load. What is saved is learnt by the stage, and the sheet closes, or stays (data-stay) and
 * shows it; what is refused is said at the field. What is being written is kept on this device until it is saved, also when the
 * sheet is closed or the page is left.
 */
import { isSeen } from "./focus.js";
import { calm, fieldsOf, refuse, say } from "./form.js";
import { post } from "./outbox.js";
import { become, page } from "./part.js";

const DRAFT = "koonti draft";
const stage = document.querySelector("koonti-stage");
const sheet = document.createElement("dialog");
sheet.className = "sheet";
sheet.setAttribute("aria-labelledby", "sheet-title");
let opened = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

async function open(link) {
  if (link.hasAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  const fresh = content(await page(link.href));
  link.removeAttribute("aria-busy");
  if (!fresh) return elsewhere(link.href);
  opened = { link, href: link.href, note: fresh.dataset.note, heading: link.closest("section")?.querySelector("h2") };
  opened.known = known();
  sheet.replaceChildren(fresh);
  if (!sheet.isConnected) stage.append(sheet);
  restoreDrafts(sheet);
  sheet.showModal();
  const part = link.hash ? sheet.querySelector(link.hash) : null;
  (part?.querySelector("textarea") ?? sheet.querySelector("h2")).focus();
}

/** It could not be fetched: without a connection one stays here, otherwise the page itself says why. */
function elsewhere(address) {
  if (navigator.onLine) location.assign(address);
  else stage.say();
}

/** The part of a page that a sheet shows: its way back closes it, and its heading is one under the board's. */
function content(fresh) {
  const part = fresh?.getElementById("sheet");
  if (!part) return null;
  const heading = fresh.createElement("h2");
  heading.id = "sheet-title";
  heading.tabIndex = -1;
  const title = part.querySelector("h1");
  heading.append(...title.childNodes);
  title.replaceWith(heading);
  const back = fresh.querySelector("main a.govuk-back-link");
  back.setAttribute("data-sheet-close", "");
  part.prepend(back);
  return document.importNode(part, true);
}

/* Closing: the focus goes back to the link, or to where its note was ---------------------------------------------------- */

sheet.addEventListener("click", (event) => {
  if (event.target !== sheet && !event.target.closest("[data-sheet-close]")) return;
  event.preventDefault();
  sheet.close();
});

sheet.addEventListener("close", () => {
  const { href, heading, link } = opened;
  const again = [...document.querySelectorAll("a[data-sheet]")].filter((one) => one.href === href);
  const folded = again[0]?.closest("details:not([open])")?.querySelector("summary");
  const place = [link, ...again, folded, heading, stage.querySelector("h1")].find(isSeen);
  opened = null;
  sheet.replaceChildren();
  place?.focus();
});

/* Sending --------------------------------------------------------------------------------------------------------------- */

sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});

async function send(form, submitter) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  say(form, "sending");
  const answer = await post(form.getAttribute("action"), fieldsOf(form, submitter));
  delete form.dataset.busy;
  if (answer.saved) await saved(form, answer.saved);
  else if (answer.away && form.querySelector(".sending")) say(form, "away", answer.words);
  else await refused(form, answer.refused ?? {});
}

async function saved(form, answer) {
  sessionStorage.removeItem(draft(form));
  stage.say("");
  stage.learn(answer.changes ?? []);
  stage.dispatchEvent(new CustomEvent("done", { detail: answer }));
  if (!sheet.open || !sheet.contains(form)) return;
  if (!form.hasAttribute("data-stay")) return sheet.close();
  if (form.elements.text) form.elements.text.value = "";
  calm(form);
  await refresh();
  if (form.isConnected) say(form, "saved");
  else if (!sheet.contains(document.activeElement)) sheet.querySelector("h2")?.focus();
}

/** What was written stays in its field. When the note has other words by now, they are shown as well. */
async function refused(form, answer) {
  if (answer.error === "ChangedMeanwhile") {
    await refresh(true);
    keepDraft(form);
  }
  if (form.querySelector(".sending")) return refuse(form, answer);
  sheet.close();
  return stage.say(answer.words);
}

/**
 * Show the note as it is now; what is being written, and the focus, stay. Words that are being written over older ones still say
 * so, until their writer has been told (`told`): otherwise the newer ones would be overwritten unseen.
 */
async function refresh(told = false) {
  const { href } = opened;
  const fresh = content(await page(href));
  if (!fresh || opened?.href !== href) return;
  opened.known = known();
  const editing = [...sheet.querySelectorAll("form")].filter(({ elements: { text, edition } }) => edition && text.value !== text.defaultValue);
  const editions = editing.map((form) => form.elements.edition.value);
  become(sheet.firstElementChild, fresh);
  if (!told) editing.forEach((form, place) => (form.elements.edition.value = editions[place]));
}

/** What the sheet shows of its note and others can change meanwhile. */
function known() {
  const note = stage.state.things[`note:${opened.note}`] ?? {};
  return note.gone ? opened.known : `${note.comments ?? 0} ${note.edition ?? 0}`;
}

stage.addEventListener("state", () => {
  if (sheet.open && opened.note && known() !== opened.known) refresh();
});

/* Drafts: by form, with the edition that they were written over, so that nobody's words are overwritten unseen ------------- */

function draft(form) {
  return `${DRAFT} ${form.getAttribute("action")}`;
}

function keepDraft(form) {
  const { text, edition } = form.elements;
  sessionStorage.setItem(draft(form), JSON.stringify({ text: text.value, edition: edition?.value }));
}

function restoreDrafts(place) {
  for (const form of place.querySelectorAll("form")) {
    const kept = form.elements.text && JSON.parse(sessionStorage.getItem(draft(form)));
    if (!kept || form.elements.text.hasAttribute("aria-invalid")) continue;
    form.elements.text.value = kept.text;
    if (form.elements.edition) form.elements.edition.value = kept.edition;
  }
}

function watch(place) {
  place.addEventListener("input", ({ target }) => {
    if (target.name !== "text") return;
    calm(target.form);
    keepDraft(target.form);
  });
}

watch(sheet);

/* The page itself, opened by its own address: its drafts are kept as well, until they are sent. */
const whole = document.getElementById("sheet");
if (whole) {
  restoreDrafts(whole);
  watch(whole);
  whole.addEventListener("submit", ({ target }) => sessionStorage.removeItem(draft(target)));
}
