/**
 * What a basket costs and how it is paid, reckoned just as the server does (till/basket.py). Pure functions only.
 * Refusals carry the server's own names, such as "only-whole".
 */

import { roundCash, times } from "./money.js";

/** Cash of this much and more may not be taken in for goods. */
export const CASH_BAN_CENTS = 300_000;
export const MOST_LINES = 200;
const MOST_CENTS = 10_000_000;
const MOST_MILLI = 100_000_000;
const WHOLE = ["piece", "pack"];

/**
 * @typedef {object} Line
 * @property {string} key
 * @property {string | null} item its code, or null for what has no label
 * @property {string | null} category the kind's slug, where there is no code
 * @property {string} title
 * @property {string} unit
 * @property {number} quantityMilli
 * @property {number} unitPriceCents
 * @property {number} labelPriceCents
 * @property {number} discountCents
 * @property {string} reason
 * @property {number | null} leftMilli what the shop has of it; null where nobody counts
 * @property {string | null} [reservation] under which it was kept for who buys it
 * @property {boolean} [open] measured goods of which nobody said yet how much
 * @property {boolean} [gone] the server said that it cannot be sold
 */

/** @typedef {{cents: number} | {refused: string}} Priced */

/**
 * @param {string} unit
 * @returns {boolean} whether only whole numbers of it exist
 */
export const isWhole = (unit) => WHOLE.includes(unit);

/**
 * Prices a line: price times quantity, half-up to the cent, less the discount.
 * @param {Pick<Line, "unit" | "quantityMilli" | "unitPriceCents" | "discountCents">} line
 * @returns {Priced}
 */
export function priced(line) {
  if (!(line.quantityMilli > 0 && line.quantityMilli <= MOST_MILLI)) return { refused: "no-such-quantity" };
  if (isWhole(line.unit) && line.quantityMilli % 1000) return { refused: "only-whole" };
  if (!(line.unitPriceCents > 0 && line.unitPriceCents <= MOST_CENTS)) return { refused: "absurd-price" };
  const gross = times(line.unitPriceCents, line.quantityMilli);
  if (!(gross > 0 && gross <= MOST_CENTS)) return { refused: "absurd-price" };
  if (!(line.discountCents >= 0 && line.discountCents <= gross)) return { refused: "absurd-discount" };
  return { cents: gross - line.discountCents };
}

/**
 * Adds up what is priced; a line of which nobody said yet how much does not count.
 * @param {Line[]} lines
 * @returns {number} cents
 */
export function total(lines) {
  return lines.reduce((sum, line) => {
    const price = line.open ? { refused: "open" } : priced(line);
    return sum + ("cents" in price ? price.cents : 0);
  }, 0);
}

/** @typedef {{method: "cash" | "pin", tenderedCents: number}} Paid */

/**
 * Checks that a total is paid; what is paid in cash is rounded to five cents.
 * @param {number} totalCents
 * @param {Paid[]} paid
 * @returns {{roundingCents: number, changeCents: number} | {refused: string, cents?: number}}
 */
export function settle(totalCents, paid) {
  for (const { method, tenderedCents } of paid) {
    if (tenderedCents < (method === "cash" && roundCash(totalCents) === 0 ? 0 : 1) || tenderedCents > MOST_CENTS) return { refused: "absurd-amount" };
  }
  const sum = (/** @type {string} */ method) =>
    paid.filter((p) => p.method === method).reduce((cents, p) => cents + p.tenderedCents, 0);
  const rest = totalCents - sum("pin");
  if (rest < 0) return { refused: "paid-too-much", cents: -rest };
  if (!paid.some((p) => p.method === "cash")) {
    return rest ? { refused: "not-paid", cents: rest } : { roundingCents: 0, changeCents: 0 };
  }
  const due = roundCash(rest);
  if (due >= CASH_BAN_CENTS) return { refused: "too-much-cash" };
  const change = sum("cash") - due;
  if (change < 0) return { refused: "not-paid", cents: -change };
  return { roundingCents: due - rest, changeCents: change };
}

/**
 * Puts a labelled thing in a basket, once more where there are several of it.
 * @param {Line[]} lines
 * @param {Line} thing
 * @returns {{lines: Line[], line: Line, outcome: "added" | "more" | "already" | "sold-out" | "not-that-much" | "full"}}
 */
export function put(lines, thing) {
  const known = thing.item ? lines.find((line) => line.item === thing.item) : undefined;
  const stays = (/** @type {any} */ outcome) => ({ lines, line: known ?? thing, outcome });
  if (thing.leftMilli === 0) return stays("sold-out");
  if (known && known.leftMilli === 1000 && isWhole(known.unit)) return stays("already");
  // A second scan of a measured heap asks how much again, since nobody cuts the same length twice.
  const wanted = thing.quantityMilli + (known && !thing.open ? known.quantityMilli : 0);
  if (thing.leftMilli !== null && wanted > thing.leftMilli && !thing.open) return stays("not-that-much");
  if (known) {
    const line = { ...known, leftMilli: thing.leftMilli, quantityMilli: thing.open ? known.quantityMilli : wanted };
    return { lines: lines.map((other) => (other === known ? line : other)), line, outcome: "more" };
  }
  if (lines.length >= MOST_LINES) return stays("full");
  return { lines: [...lines, thing], line: thing, outcome: "added" };
}

/**
 * Writes thousandths as a JSON number; a number with three places survives the way.
 * @param {number} milli
 * @returns {number}
 */
const fromMilli = (milli) => milli / 1000;

/**
 * Writes a basket as POST /api/v1/sales takes it.
 * @param {string} id
 * @param {string} shift
 * @param {Line[]} lines
 * @param {Paid[]} paid
 */
export function body(id, shift, lines, paid) {
  return {
    id,
    shift,
    lines: lines.map((line) => ({
      ...(line.item ? { item: line.item } : { category: line.category }),
      quantity: fromMilli(line.quantityMilli),
      // The label's price is left to the server, which knows best what the label says.
      ...(line.item && line.unitPriceCents === line.labelPriceCents ? {} : { unit_price_cents: line.unitPriceCents }),
      discount_cents: line.discountCents,
      reason: line.reason,
      ...(line.reservation ? { reservation: line.reservation } : {}),
    })),
    payments: paid.map((p) => ({ method: p.method, tendered_cents: p.tenderedCents })),
  };
}
