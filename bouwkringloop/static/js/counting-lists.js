/** The lists of the counting page: what was counted last, what was refused, and what must be counted again. */

import { box, seen } from "./counting-outbox.js";
import { at, copyOf, data, digits, quantity, say } from "./counting-words.js";

const MOST_SHOWN = 30;

/**
 * @typedef {import("./counting-outbox.js").Thing} Thing
 * @typedef {{ids: string[], thing: Thing, milli: number, place: string, anew: boolean, waits: boolean}} Shown
 */

/**
 * Puts what waits before what is stored; a single thing stands there once, however often it was scanned.
 * @param {Shown[]} stored
 * @returns {Shown[]}
 */
function all(stored) {
  const undone = new Set(box.waiting.map((one) => one.undoes));
  const waiting = box.waiting.filter((one) => !one.undoes)
    .map((one) => ({ ids: [one.id], thing: one.thing, milli: one.milli, place: one.place, anew: one.anew, waits: true })).reverse();
  const shown = /** @type {Shown[]} */ ([]);
  for (const one of [...waiting, ...stored]) {
    if (undone.has(one.ids[0])) continue;
    const same = one.thing.single && shown.find((other) => other.thing.code === one.thing.code);
    if (same) same.ids = [...same.ids, ...one.ids];
    else shown.push({ ...one });
  }
  return shown.slice(0, MOST_SHOWN);
}

/**
 * @param {Shown} one
 * @param {(one: Shown) => void} takeBack
 */
function row(one, takeBack) {
  const made = copyOf("row-template");
  made.querySelector("strong").textContent = one.thing.title;
  const about = [digits(one.thing.code), data.places[one.place], one.anew && say("Anew"), one.waits && say("Waits")];
  made.querySelector(".soft").textContent = about.filter(Boolean).join(" · ");
  made.classList.toggle("tally-waits", one.waits);
  if (!one.thing.single) made.querySelector(".yard-row-figure").textContent = quantity(one.milli, one.thing.unit);
  made.querySelector("button").addEventListener("click", () => takeBack(one));
  return made;
}

/**
 * @param {Shown[]} stored
 * @param {(one: Shown) => void} takeBack
 */
export function showDone(stored, takeBack) {
  const shown = all(stored);
  at("done").replaceChildren(...shown.map((one) => row(one, takeBack)));
  at("done-empty").hidden = shown.length > 0;
  const chip = at("outbox-chip");
  chip.hidden = box.waiting.length === 0;
  chip.querySelector("span").textContent = String(box.waiting.length);
  chip.title = say("Unsent", { n: box.waiting.length });
  chip.setAttribute("aria-label", chip.title);
}

export function showRefused() {
  const rows = box.refused.map((one) => {
    const made = copyOf("refused-template");
    made.querySelector("div").textContent = one.why;
    made.querySelector("button").addEventListener("click", () => {
      seen(one.id);
      made.remove();
    });
    return made;
  });
  at("refused").replaceChildren(...rows);
}

/**
 * @param {{code: string, title: string}[]} things
 * @param {(code: string) => void} choose
 */
export function showAgain(things, choose) {
  at("again").hidden = things.length === 0;
  at("again").querySelector("ul").replaceChildren(...things.map((one) => {
    const made = copyOf("again-template");
    made.querySelector("strong").textContent = one.title;
    made.querySelector(".soft").textContent = digits(one.code);
    made.querySelector("button").addEventListener("click", () => choose(one.code));
    return made;
  }));
}

/**
 * @param {Thing[]} things
 * @param {(thing: Thing) => void} choose
 */
export function showFound(things, choose) {
  at("found").replaceChildren(...things.map((one) => {
    const made = copyOf("found-template");
    made.querySelector("strong").textContent = one.title;
    made.querySelector(".soft").textContent = digits(one.code);
    made.addEventListener("click", () => choose(one));
    return made;
  }));
}
