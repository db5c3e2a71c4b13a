/**
 * How far a cashier may go alone, just as the server judges it (till/limits.py). Pure functions only.
 */

import { times } from "./money.js";
import { offBasket, priced } from "./till-basket.js";

/**
 * @typedef {object} Deviation
 * @property {"price" | "discount" | "return" | "blind_return" | "cash"} kind
 * @property {string} about an item's code, a category's slug, a line that comes back, or "basket"
 * @property {number} cents
 * @property {string} title
 * @property {number} wholeCents what it is part of
 */

/**
 * @typedef {object} Rules percentages in hundredths
 * @property {number} price_percent
 * @property {number} price_cents
 * @property {number} discount_percent
 * @property {number} discount_cents
 * @property {number} return_cents
 * @property {number} blind_return_cents
 */

/**
 * Lists what deviates from labels and from selling. A discount counts together with what came off before it.
 * @param {import("./till-basket.js").Line[]} lines
 * @param {import("./till-basket.js").Discount | null} discount
 * @param {string} basketTitle
 * @returns {Deviation[]}
 */
export function deviations(lines, discount, basketTitle) {
  const found = lines.flatMap(ofLine);
  const off = discount && !discount.card ? offBasket(lines, discount) : 0;
  if (off) {
    const goods = lines.filter((line) => !line.kind && !line.back);
    const given = goods.map(offLine);
    const cents = given.reduce((sum, one) => sum + one.cut + one.own, off);
    found.push({ kind: "discount", about: "basket", cents, title: basketTitle, wholeCents: given.reduce((sum, one) => sum + one.whole, 0) });
  }
  return found;
}

/**
 * Adds up what concerns the same thing, so that cutting a line in pieces changes nothing.
 * @param {Deviation[]} found
 * @returns {Deviation[]}
 */
export function together(found) {
  /** @type {Map<string, Deviation>} */
  const sums = new Map();
  for (const one of found) {
    const sofar = sums.get(`${one.kind} ${one.about}`);
    sums.set(`${one.kind} ${one.about}`, sofar ? { ...sofar, cents: sofar.cents + one.cents, wholeCents: sofar.wholeCents + one.wholeCents } : one);
  }
  return [...sums.values()];
}

/** @param {import("./till-basket.js").Line} line */
function centsOf(line) {
  const price = priced(line);
  return "cents" in price ? price.cents : 0;
}

/**
 * @param {import("./till-basket.js").Line} line
 * @returns {Deviation[]}
 */
function ofLine(line) {
  const { title } = line;
  if (line.back) {
    const cents = -centsOf(line);
    if (!cents) return [];
    return line.back.sale
      ? [{ kind: "return", about: `${line.back.sale}/${line.back.line}`, cents, title, wholeCents: 0 }]
      : [{ kind: "blind_return", about: line.category, cents, title, wholeCents: 0 }];
  }
  const about = line.item ?? line.category ?? line.kind;
  /** @type {Deviation[]} */
  const found = [];
  const { cut, own, whole } = offLine(line);
  if (cut) found.push({ kind: "price", about, cents: cut, title, wholeCents: whole });
  if (own) found.push({ kind: "discount", about, cents: cut + own, title, wholeCents: whole });
  return found;
}

/**
 * Tells what came off a line: by another price, by its own discount, and of how much.
 * @param {import("./till-basket.js").Line} line
 */
function offLine(line) {
  const asked = times(line.labelPriceCents, line.quantityMilli);
  const gross = times(line.unitPriceCents, line.quantityMilli);
  return { cut: Math.max(0, asked - gross), own: line.discountCents, whole: Math.max(asked, gross) };
}

/**
 * @param {Rules} rules
 * @param {Deviation} deviation
 * @returns {boolean} whether a cashier may do this alone
 */
export function within(rules, { kind, cents, wholeCents }) {
  if (kind === "return") return cents <= rules.return_cents;
  if (kind === "blind_return") return cents <= rules.blind_return_cents;
  if (kind === "cash") return false;
  const [percent, most] = kind === "price" ? [rules.price_percent, rules.price_cents] : [rules.discount_percent, rules.discount_cents];
  const share = Math.floor((2 * wholeCents * percent + 10_000) / 20_000);
  return cents <= Math.min(share, most);
}

/**
 * Lists what somebody else has to allow, less what was allowed already.
 * @param {Rules} rules
 * @param {Deviation[]} found
 * @param {{kind: string, about: string, cents: number}[]} allowed
 * @returns {Deviation[]}
 */
export const tooFar = (rules, found, allowed) => together(found).filter((one) => !within(rules, one)
  && !allowed.some((a) => a.kind === one.kind && a.about === one.about && a.cents >= one.cents));
