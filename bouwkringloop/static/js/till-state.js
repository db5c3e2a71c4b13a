/** The state of the page: the kept basket, and what is only of this moment. Every change is kept and shown. */

import { offBasket, total } from "./till-basket.js";
import { uuid4 } from "./money.js";
import { load, onElsewhere, save } from "./till-keep.js";
import { data } from "./till-page.js";

export const kept = load(data.till);
// Another device may have sold at this till since, or before this one came.
kept.last = data.last;

/** What a reload may forget. */
export const moment = {
  /** "3 ×" before a scan or a picture, in thousandths. @type {number | null} */
  timesMilli: null,
  /** The line that was taken out last, and where it stood. @type {{line: any, at: number} | null} */
  out: null,
};

/** @type {Array<() => void>} */
const watchers = [];

/** @param {() => void} watcher called after each change */
export const watch = (watcher) => watchers.push(watcher);

const show = () => watchers.forEach((watcher) => watcher());

/** @param {Partial<import("./till-keep.js").Kept>} changes */
export function update(changes) {
  Object.assign(kept, changes);
  kept.id ??= kept.lines.length ? uuid4() : null;
  save(data.till, kept);
  show();
}

/** @param {Partial<typeof moment>} changes */
export function now(changes) {
  Object.assign(moment, changes);
  show();
}

/** The hundredths of a percent of the basket's card. */
const cardPercent = () => data.cards.find((/** @type {any} */ card) => card.slug === kept.discount?.card)?.percent ?? 0;

export const off = () => offBasket(kept.lines, kept.discount, cardPercent());

export const sum = () => total(kept.lines, kept.discount, cardPercent());

/** @returns {Record<string, number>} by which ways how much of what comes back can go back */
export function waysBack() {
  const sales = new Set(kept.lines.map((line) => line.back?.sale).filter(Boolean));
  /** @type {Record<string, number>} */
  const ways = {};
  for (const sale of sales) {
    for (const [way, cents] of Object.entries(kept.ways[sale] ?? {})) ways[way] = (ways[way] ?? 0) + cents;
  }
  return kept.lines.some((line) => line.back && !line.back.sale) ? {} : ways;
}

/** @returns {import("./till-basket.js").CashLeft | null} what can go back in cash; null where nothing comes back by a receipt */
export function cashBack() {
  const { cash, rounded } = waysBack();
  return cash === undefined ? null : { cents: cash, rounded: rounded ?? 0 };
}

/** @returns {import("./till-basket.js").Line | undefined} the chosen line */
export const chosen = () => kept.lines.find((line) => line.key === kept.chosen);

/**
 * Changes one line.
 * @param {string} key
 * @param {Partial<import("./till-basket.js").Line>} changes
 */
export function updateLine(key, changes) {
  update({ lines: kept.lines.map((line) => (line.key === key ? { ...line, ...changes } : line)), chosen: key });
}

/** @returns {boolean} whether a sale was sent of which nobody knows yet whether it is stored */
export const isLocked = () => kept.sent !== null;

onElsewhere(data.till, () => {
  Object.assign(kept, load(data.till));
  show();
});
