/** How many there are of a heap: big keys for cold hands, and a field for whoever has a keyboard. */

import { parseQuantity } from "./money.js";
import { at, data, say } from "./counting-words.js";

const pad = /** @type {HTMLDialogElement} */ (at("pad"));
const amount = /** @type {HTMLInputElement} */ (at("amount"));
const touch = window.matchMedia("(pointer: coarse)");

/** @type {import("./counting-outbox.js").Thing | null} */
let thing = null;
/** @type {(milli: number, anew: boolean) => void} */
let done = () => {};

/**
 * @param {string} [code] of one thing, or none for any
 * @returns {boolean}
 */
export const isOpen = (code) => pad.open && (!code || thing?.code === code);

/** @param {string} text */
export function complain(text) {
  at("pad-error").textContent = text;
  amount.setAttribute("aria-invalid", String(Boolean(text)));
}

/** Says that somebody counted it before, also when that is heard of a moment later. */
export function countedBefore() {
  at("pad-before").hidden = at("pad-anew").hidden = false;
}

/**
 * @param {import("./counting-outbox.js").Thing} asked
 * @param {(milli: number, anew: boolean) => void} then
 */
export function ask(asked, then) {
  thing = asked;
  done = then;
  at("pad-title").textContent = asked.title;
  at("pad-unit").textContent = data.units[asked.unit] ? `(${data.units[asked.unit][1]})` : "";
  pad.querySelector('[data-key="decimal"]').disabled = whole();
  amount.value = "";
  amount.inputMode = touch.matches ? "none" : "decimal";
  at("pad-before").hidden = at("pad-anew").hidden = true;
  complain("");
  pad.showModal();
  amount.focus();
}

const whole = () => ["piece", "pack"].includes(thing.unit);

/** @param {boolean} anew */
function finish(anew) {
  const read = parseQuantity(amount.value);
  if ("error" in read) return complain(say("BadQuantity"));
  if (whole() && read.milli % 1000) return complain(say("Whole"));
  if (!read.milli && !anew) return complain(say(at("pad-anew").hidden ? "Nothing" : "NothingAnew"));
  pad.close();
  return done(read.milli, anew);
}

at("pad-form").addEventListener("submit", (event) => {
  event.preventDefault();
  finish(false);
});
at("pad-anew").addEventListener("click", () => finish(true));
at("pad-close").addEventListener("click", () => pad.close());
amount.addEventListener("input", () => complain(""));
