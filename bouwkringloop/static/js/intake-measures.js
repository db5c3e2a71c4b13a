/** The measures and marks of the thing being written down: those that its kind has, and none of them required. */

import { parseQuantity } from "./money.js";
import { data, say } from "./intake-words.js";

const kept = document.getElementById("measures-kept");
const places = { measures: document.getElementById("measures"), more_measures: document.getElementById("more-measures") };

/** @returns {HTMLElement[]} the fields of this kind */
const fields = () => Object.values(places).flatMap((place) => /** @type {HTMLElement[]} */ ([...place.children]));

/**
 * Shows the fields of a kind, and puts those of the last one away.
 * @param {string} category
 */
export function offer(category) {
  kept.append(...fields());
  for (const input of kept.querySelectorAll("input")) {
    if (input.type === "radio") input.checked = false;
    else input.value = "";
    input.removeAttribute("aria-invalid");
  }
  for (const [name, place] of Object.entries(places)) {
    const slugs = data.categories[category][name];
    place.append(...slugs.map((/** @type {string} */ slug) => kept.querySelector(`[data-attribute="${slug}"]`)).filter(Boolean));
    place.hidden = !place.children.length;
  }
}

/**
 * @param {HTMLElement} field
 * @returns {{milli: number} | {choice: string} | {wrong: string} | null} null where nothing is known
 */
function value(field) {
  const input = field.querySelector("input");
  if (input.type === "radio") {
    const chosen = field.querySelector("input:checked");
    return chosen ? { choice: chosen.value } : null;
  }
  if (!input.value.trim()) return null;
  const typed = parseQuantity(input.value);
  if ("milli" in typed && typed.milli > 0 && typed.milli <= Number(field.dataset.most)) return typed;
  const name = field.querySelector("label").firstChild.textContent.trim();
  return { wrong: say("BadMeasure", { name, unit: field.dataset.unit }) };
}

/**
 * @returns {{attributes: Record<string, number | string>} | {wrong: string, id: string}} as they are sent, or the first
 *   that cannot be
 */
export function read() {
  const attributes = {};
  let first = null;
  for (const field of fields()) {
    const found = value(field);
    const input = field.querySelector("input");
    const wrong = Boolean(found && "wrong" in found);
    if (input.type !== "radio") input.setAttribute("aria-invalid", String(wrong));
    if (wrong) first ??= { wrong: found.wrong, id: input.id };
    else if (found) attributes[field.dataset.attribute] = found.choice ?? found.milli / 1000;
  }
  return first ?? { attributes };
}

/** @returns {Record<string, number>} the lengths that are known by now, in thousandths of millimetres */
export function lengths() {
  const found = {};
  for (const field of fields()) {
    const known = field.dataset.unit === "mm" ? value(field) : null;
    if (known && "milli" in known) found[field.dataset.attribute] = known.milli;
  }
  return found;
}

/** A choice that was touched by mistake goes when it is touched once more. */
document.getElementById("line-form").addEventListener("pointerdown", (event) => {
  const chosen = event.target.closest(".yard-mark .yard-choice")?.querySelector("input:checked");
  if (chosen) chosen.dataset.undo = "yes";
});
document.getElementById("line-form").addEventListener("click", (event) => {
  const chosen = event.target.closest(".yard-mark input");
  if (!chosen?.dataset.undo) return;
  delete chosen.dataset.undo;
  chosen.checked = false;
});
