/**
 * What forms of the board have in common: the line under the field, and the question before personal data are sent. The words
 * stand in the form, or come from the house.
 */

/** The fields as they would be sent, but for those that are the page's or the outbox's business. */
export function fieldsOf(form, submitter) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  if (submitter?.name) fields[submitter.name] = submitter.value;
  delete fields.csrf_token;
  return fields;
}

/** Say how sending goes: empty, sending, saved, kept, away, or refused with the house's words. */
export function say(form, how, words) {
  const line = form.querySelector(".sending");
  if (!line) return;
  line.textContent = words ?? line.dataset[how] ?? "";
  line.dataset.state = how;
}

/** The house said no: say why at the field, and ask when it would take the words all the same. */
export function refuse(form, answer) {
  say(form, "refused", answer.words ?? "");
  form.elements.text?.setAttribute("aria-invalid", "true");
  ask(form, answer.error === "PersonalData");
  form.querySelector(".sending")?.scrollIntoView({ block: "nearest" });
}

/** The words are being changed: what was said of them before is no longer true. */
export function calm(form) {
  form.elements.text?.removeAttribute("aria-invalid");
  ask(form, false);
  const line = form.querySelector(".sending");
  if (line?.dataset.state === "refused") say(form, "", "");
}

/** Show or hide "send anyway" and "edit", in the place of "send". */
function ask(form, asks) {
  const question = form.querySelector("[data-anyway]");
  if (!question) return;
  question.hidden = !asks;
  question.querySelector("[data-edit]").hidden = !asks;
  form.querySelector("[data-send]").hidden = asks;
}
