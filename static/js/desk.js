/**
 * The desk: one key for what a facilitator does in the heat of the moment, and the number of responses as they come.
 */
import { all } from "./state.js";

const KEYS_OFF = "koonti keys off";
const stage = document.querySelector("koonti-stage");
const keys = document.getElementById("keys");

/* Single keys can be switched off: speech input and a shaky hand press them by accident. */
if (keys) {
  keys.closest("[data-keys]").hidden = false;
  keys.checked = !localStorage.getItem(KEYS_OFF);
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
}

document.addEventListener("keydown", (event) => {
  if (!keys?.checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, summary, [tabindex='0']")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  document.querySelector(`button[data-key="${CSS.escape(key)}"]`)?.click();
});

stage.addEventListener("state", () => {
  for (const progress of all(stage.state, "progress")) {
    const place = stage.querySelector(`[data-responses="${progress.id}"]`);
    if (place) place.textContent = progress.responses;
  }
});
