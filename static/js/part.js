/**
 * Parts of a page are renewed from the same page fetched anew: drawn by the server's one template, changed only where they
 * differ, so that what is open stays open and the focus stays where it is.
 */

/** A page of ours as a document: parsed by the browser as it comes, so no text becomes markup here. Null when it fails. */
export async function page(address) {
  return (await look(address)).fresh;
}

/**
 * {status, fresh, address}: what the house answers, 0 when it does not; the page as a document or null; and where it stands
 * after redirections. With a `body` it is posted as a form is.
 */
export function look(address, accept = "*/*", body = null) {
  return new Promise((tell) => {
    const request = new XMLHttpRequest();
    request.open(body ? "POST" : "GET", address);
    request.setRequestHeader("accept", accept);
    request.responseType = "document";
    request.onload = () => {
      const { status, response, responseURL } = request;
      tell({ status, fresh: status === 200 ? response : null, address: responseURL });
    };
    request.onerror = () => tell({ status: 0, fresh: null, address });
    request.send(body);
  });
}

/** Make `old` like `fresh` with as few changes as can be. What a script draws itself (data-plot, data-own) is left to it. */
export function become(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(document.importNode(fresh, true));
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return undefined;
  }
  if (old.hasAttribute("data-plot") || old.hasAttribute("data-own")) return undefined;
  sameAttributes(old, fresh);
  return sameChildren(old, fresh);
}

/** Everything but what a reader has opened. */
function sameAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

/** A child with an id becomes the one with the same id, any other one the child at its place. */
function sameChildren(old, fresh) {
  const wanted = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...old.children]) if (child.id && !wanted.has(child.id)) child.remove();
  const named = new Map([...old.children].map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const child of fresh.childNodes) {
    const same = child.id ? named.get(child.id) : place?.id ? null : place;
    if (same && same === place) place = place.nextSibling;
    else if (same) old.insertBefore(same, place);
    if (same) become(same, child);
    else old.insertBefore(document.importNode(child, true), place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}
