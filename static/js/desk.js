/**
 * The desk: one key for what a facilitator does in the heat of the moment, and the number of responses as they come.
 */
import { all } from "./state.js";

const stage = document.querySelector("koonti-stage");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  document.querySelector(`button[data-key="${CSS.escape(key)}"]`)?.click();
});

stage.addEventListener("state", () => {
  for (const progress of all(stage.state, "progress")) {
    const place = stage.querySelector(`[data-responses="${progress.id}"]`);
    if (place) place.textContent = progress.responses;
  }
});
