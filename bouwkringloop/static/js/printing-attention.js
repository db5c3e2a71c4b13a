/** Says in the bar of every page what is wrong with a printer, so that nobody wonders where a receipt stays. */

import { address } from "./root.js";

const EVERY_MS = 5000;
const sign = document.getElementById("printer-attention");
const till = location.pathname.slice(address("").length).match(/^\/till\/([^/]+)/)?.[1] ?? "";

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(`${sign.dataset.ask}?till=${encodeURIComponent(till)}`);
    if (!answer.ok || answer.redirected) return;
    const { words } = await answer.json();
    const said = words.join(" ");
    const line = sign.querySelector("span");
    if (line.textContent !== said) line.textContent = said;
    sign.title = said;
    sign.hidden = words.length === 0;
    for (const other of document.querySelectorAll("[data-printer-words]")) {
      if (other.textContent !== said) other.textContent = said;
      other.hidden = words.length === 0;
    }
  } catch {
    // The server is away for a moment; what was said stays.
  }
}

setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
look();
