/** While something on the page is being made, the page looks again by itself; forms (data-own) and what is open stay. */

import { become, page } from "./part.js";

const PAUSE_MS = 3000;
const part = () => document.querySelector("[data-again]");

async function again() {
  const fresh = (await page(location.href))?.getElementById(part().id);
  if (!fresh) return; // the house is away, or nobody is logged in any more
  become(part(), fresh);
  if (part().dataset.again) setTimeout(again, PAUSE_MS);
}

if (part().dataset.again) setTimeout(again, PAUSE_MS);
