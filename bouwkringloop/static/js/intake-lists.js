/** The lists of the intake page: what is in the delivery, what waits, and the codes that came back. */

import { format, times } from "./money.js";
import { data, digits, draw, grams, quantity, routeName, say, weight } from "./intake-words.js";
import { address } from "./root.js";

/** @param {string} id */
const copyOf = (id) => /** @type {HTMLElement} */ (document.getElementById(id).content.firstElementChild.cloneNode(true));

/**
 * @param {import("./intake-store.js").Line} line
 * @param {number} at
 * @returns {HTMLElement}
 */
function row(line, at) {
  const made = copyOf("line-template");
  draw(made.querySelector("use"), line.category);
  made.querySelector("strong").textContent = line.description || data.categories[line.category].name;
  const about = [quantity(line), routeName(line.route), line.reason || (line.route === "residue" ? "" : line.condition)];
  made.querySelector(".soft").textContent = about.filter(Boolean).join(" · ");
  const figure = line.price_cents === null ? weight(grams(line)) : format(times(line.price_cents, line.milli));
  made.querySelector(".yard-row-figure").textContent = figure;
  made.querySelector("[data-remove]").dataset.remove = String(at);
  return made;
}

/**
 * @param {import("./intake-store.js").Line[]} lines
 * @param {import("./intake-store.js").Line | null} takenOut
 */
export function showLines(lines, takenOut) {
  document.getElementById("lines").replaceChildren(...lines.map(row).reverse());
  document.getElementById("delivery-empty").hidden = lines.length > 0;
  document.getElementById("ready").disabled = lines.length === 0;
  // What is refused goes back, so it is not in what came in.
  const all = lines.filter((line) => line.route !== "refuse").reduce((sum, line) => sum + grams(line), 0);
  document.getElementById("sum").textContent = lines.length ? say("Weight", { weight: weight(all) }) : "";
  for (const button of document.querySelectorAll("[data-in-delivery]")) {
    button.textContent = say("InDelivery", { n: lines.length });
    button.disabled = lines.length === 0;
  }
  const undo = document.getElementById("undo");
  undo.hidden = !takenOut;
  if (takenOut) undo.querySelector("span").textContent = `${say("Removed")}: ${data.categories[takenOut.category].name}`;
}

/** @param {import("./intake-store.js").Waiting[]} waiting */
export function showWaiting(waiting) {
  const rows = waiting.map(({ delivery, error }) => {
    const made = copyOf("waiting-template");
    const names = delivery.lines.map((line) => `${quantity(line)} ${data.categories[line.category]?.name ?? line.category}`);
    made.querySelector("strong").textContent = names.join(", ");
    made.querySelector(".field-error").textContent = error;
    return made;
  });
  document.getElementById("outbox").replaceChildren(...rows);
}

/**
 * Shows a label's picture as soon as the server has drawn it; without one the digits are enough.
 * @param {HTMLImageElement} picture
 * @param {number} job
 */
function showLabel(picture, job) {
  picture.addEventListener("load", () => { picture.hidden = false; });
  picture.addEventListener("error", () => picture.parentElement.remove());
  picture.src = address(`/api/v1/print-jobs/${job}/preview.png`);
}

/**
 * @param {any} line of the server's answer
 * @returns {HTMLElement}
 */
function code(line) {
  const made = copyOf("code-template");
  const kind = data.categories[line.category];
  const name = line.description || kind?.name || line.category;
  made.querySelector("strong").textContent = name;
  const milli = Math.round(line.quantity * 1000);
  const about = kind ? [quantity({ category: line.category, milli })] : [];
  if (line.item) {
    made.querySelector(".yard-digits").textContent = digits(line.item.code);
    about.push(`${format(line.item.price_cents)} ${say("Per", { unit: kind?.unit_name ?? line.unit })}`);
    if (line.labels.length) showLabel(made.querySelector("img"), line.labels[0]);
  } else {
    if (line.kept_as) made.querySelector(".yard-digits").textContent = digits(line.kept_as);
    if (line.labels.length) showLabel(made.querySelector("img"), line.labels[0]);
    about.push(routeName(line.route), line.reason, weight(line.weight_g));
  }
  if (!line.labels.length) made.querySelector(".label-paper").remove();
  made.querySelector(".soft").textContent = about.filter(Boolean).join(" · ");
  return made;
}

/** @param {any} answer of the server */
export function showCodes(answer) {
  document.getElementById("codes").replaceChildren(...answer.lines.map(code));
}
