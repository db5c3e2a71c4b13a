/** The basket of one till, kept in this browser until the server has it: a reload or a crash loses nothing. */

import { ownName } from "./root.js";

/** @typedef {import("./till-basket.js").Line} Line */

/**
 * @typedef {object} Kept
 * @property {string | null} id the sale's own, made when its payment begins
 * @property {Line[]} lines
 * @property {string | null} chosen key of the chosen line
 * @property {number} cardCents a part that the card terminal has taken already
 * @property {string | null} sent what was sent and may be stored: only this very text is sent again
 * @property {{id: string, number: number, totalCents: number, changeCents: number, cash: boolean} | null} done
 * @property {{id: string, number: number} | null} last
 */

/** @returns {Kept} */
export const empty = () => ({ id: null, lines: [], chosen: null, cardCents: 0, sent: null, done: null, last: null });

/** @param {string} slug */
export const keyOf = (slug) => ownName(`till:${slug}`);

/**
 * @param {string} slug
 * @returns {Kept}
 */
export function load(slug) {
  try {
    return { ...empty(), ...JSON.parse(localStorage.getItem(keyOf(slug)) ?? "{}") };
  } catch {
    return empty(); // Nothing readable is kept: a new basket is all that is left.
  }
}

/**
 * @param {string} slug
 * @param {Kept} kept
 */
export function save(slug, kept) {
  localStorage.setItem(keyOf(slug), JSON.stringify(kept));
}

/**
 * Tells when another window of this browser changed the same till's basket.
 * @param {string} slug
 * @param {() => void} changed
 */
export function onElsewhere(slug, changed) {
  window.addEventListener("storage", (event) => {
    if (event.key === keyOf(slug)) changed();
  });
}
