/**
 * A ticket that the house takes no longer is changed for another one: the page carries it when it is drawn anew, as long as it
 * is shown to us. A page of the staff that is not says why (components/ended.html).
 */
import { look } from "./part.js";

/** A refusal is wanted as a script gets it, with its status, and not as the login page. */
const ACCEPT = "application/json,text/html;q=0.9";

/** Another ticket for this element of the page; undefined when there is none now. */
export async function another(element) {
  const { status, fresh } = await look(location.href, ACCEPT);
  const ended = [...element.querySelectorAll("[data-ended]")];
  const why = ended.find((words) => words.dataset.ended === String(status));
  if (fresh || why) for (const words of ended) words.hidden = words !== why;
  return fresh?.querySelector(element.localName)?.dataset.ticket;
}
