// Starts GOV.UK Frontend's behaviours (error summary, tabs, password field …) on the pages of the desk.
import { initAll } from "../vendor/govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
