/**
 * What those who lead do on the desk, without a page load: it is posted, the answer is learnt, and the desk is told.
 *
 * The event "done" carries the answer, with what can be undone; a refusal is said where the stage says things.
 */
import { post } from "./outbox.js";

/** Post a deed. Answers what the house said when it was done, null when it was not. */
export async function tell(stage, address, fields) {
  const answer = await post(address, fields);
  if (!answer.saved) {
    stage.say(answer.refused?.words ?? answer.words ?? stage.querySelector("[data-away]").dataset.away);
    return null;
  }
  stage.say("");
  stage.learn(answer.saved.changes ?? []);
  stage.dispatchEvent(new CustomEvent("done", { detail: answer.saved }));
  return answer.saved;
}

/** Press a button whose deed is at its formaction. */
export function press(stage, button) {
  return tell(stage, button.getAttribute("formaction"), button.name ? { [button.name]: button.value } : {});
}

/** Send a form as it stands, with the button that was pressed. */
export function send(stage, form, button) {
  return tell(stage, form.getAttribute("action"), Object.fromEntries(new FormData(form, button)));
}
