/** The basket of one till, kept in this browser until the server has it: a reload or a crash loses nothing. */

import { ownName } from "./root.js";

/** @typedef {import("./till-basket.js").Line} Line */

/**
 * @typedef {object} Kept
 * @property {string | null} id the sale's own, made with its first line
 * @property {Line[]} lines
 * @property {string | null} chosen key of the chosen line
 * @property {import("./till-basket.js").Paid[]} parts what was paid already, by card or with vouchers
 * @property {import("./till-basket.js").Discount | null} discount on the whole basket
 * @property {{id: string, kind: string, about: string, cents: number}[]} approvals what a shop lead allowed
 * @property {{title: string, cents: number}[]} voided what was taken out again
 * @property {Record<string, Record<string, number>>} ways by which the money of each sale that comes back can go back
 * @property {{id: string, name: string} | null} customer who buys, where that is known
 * @property {{id: string, cents: number, whole: boolean} | null} terminal a payment that the card terminal was asked for
 * @property {{name: string, phone: string} | null} collector who fetches what stays here
 * @property {string} name under which it was parked
 * @property {string | null} sent what was sent and may be stored: only this very text is sent again
 * @property {{id: string, number: number, totalCents: number, roundingCents?: number, changeCents: number, cash: boolean} | null} done
 * @property {{id: string, number: number} | null} last
 */

/** @returns {Kept} */
export const empty = () => ({
  id: null, lines: [], chosen: null, parts: [], discount: null, approvals: [], voided: [], ways: {}, customer: null, collector: null, terminal: null, name: "", sent: null, done: null, last: null,
});

/** What a basket is made of, without what the page remembers of the sale before. */
export const BASKET = /** @type {const} */ (["id", "lines", "parts", "discount", "approvals", "voided", "ways", "customer", "collector", "name"]);

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
