/** Each line of a load can be read from scales, where the shop has some with a cable. */

import { listen } from "./intake-scale.js";
import { canRead } from "./scale-driver.js";

const comma = document.documentElement.lang === "en" ? "." : ",";
/** @type {import("./scale-driver.js").Scale[]} */
const scales = JSON.parse(document.getElementById("scales").textContent);

/** @param {HTMLElement} line the card of one line */
function wire(line) {
  const part = /** @type {HTMLElement | null} */ (line.querySelector("[data-scale-read]"));
  const choice = /** @type {HTMLSelectElement | null} */ (line.querySelector("[data-scale]"));
  if (!part || !choice || !canRead()) return;
  const gross = /** @type {HTMLInputElement} */ (line.querySelector("[data-gross]"));
  const byItself = /** @type {HTMLInputElement} */ (line.querySelector('[name$="by_itself"]'));
  const chosen = () => scales.find((scale) => scale.slug === choice.value && scale.serial);
  const show = () => {
    part.hidden = !chosen();
  };
  choice.addEventListener("change", show);
  gross.addEventListener("input", () => {
    byItself.value = "";
  });
  part.querySelector("[data-scale-go]").addEventListener("click", async () => {
    const grams = await listen(part, chosen());
    if (grams === null) return;
    gross.value = String(grams / 1000).replace(".", comma);
    byItself.value = String(grams);
  });
  show();
}

for (const line of document.querySelectorAll("[data-came]")) wire(line);
