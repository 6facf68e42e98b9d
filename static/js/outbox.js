/**
 * The outbox: what somebody has written stays on the device until the house has said that it is saved.
 *
 * Kept in IndexedDB under the contribution's client_key. The house knows the key, so sending again is safe.
 */

const STORE = "outbox";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("koonti", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "client_key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function ask(mode, deed) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const asked = deed(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

// A browser that keeps nothing (a private window, a full disk): then a note is as safe as its page, and no safer.
const onThisPage = new Map();

/** Everything that waits, oldest first: [{client_key, address, text, prompt, at}]. */
export async function waiting() {
  const kept = await ask("readonly", (store) => store.getAll()).catch(() => []);
  for (const item of kept) onThisPage.set(item.client_key, item);
  return [...onThisPage.values()].sort((one, other) => one.at - other.at);
}

export async function keep(item) {
  onThisPage.set(item.client_key, item);
  await ask("readwrite", (store) => store.put(item)).catch(() => {});
}

export async function drop(item) {
  onThisPage.delete(item.client_key);
  await ask("readwrite", (store) => store.delete(item.client_key)).catch(() => {});
}

/** A random key for one contribution; also where crypto.randomUUID is missing (pages over plain http). */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/**
 * POST form fields as a script does. Answers {saved} with the house's body, {refused} with its error, or {away: true}
 * when nobody answered (with words, when somebody asked for patience). A stale CSRF token is renewed once, in every form of the page.
 */
export async function post(address, fields, again = true) {
  const body = new URLSearchParams({ ...fields, csrf_token: token() });
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return { away: true };
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return { saved: told };
  if (told.csrf_token && again) {
    for (const field of document.getElementsByName("csrf_token")) field.value = told.csrf_token;
    return post(address, fields, false);
  }
  return answer.status >= 500 || answer.status === 429 ? { away: true, words: told.words } : { refused: told };
}

function token() {
  return document.getElementsByName("csrf_token")[0]?.value ?? "";
}
