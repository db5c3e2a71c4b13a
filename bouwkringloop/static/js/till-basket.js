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
const METHODS = ["cash", "pin", "voucher", "account"];
/** Rounding to five cents moves an amount by so much at most. */
const ROUNDS_CENTS = 2;

/**
 * @typedef {object} Line
 * @property {string} key
 * @property {string | null} item its code, or null for what has no label
 * @property {string | null} category the kind's slug, where there is no code
 * @property {string} title
 * @property {string} unit
 * @property {number} quantityMilli above zero, also for what comes back
 * @property {number} unitPriceCents
 * @property {number} labelPriceCents what label, sticker or catalogue ask
 * @property {number} discountCents
 * @property {string} reason
 * @property {number | null} leftMilli what the shop has of it, or what can come back; null where nobody counts
 * @property {string | null} [reservation] under which it was kept for who buys it
 * @property {boolean} [open] measured goods of which nobody said yet how much
 * @property {boolean} [collect] paid now and fetched later
 * @property {boolean} [gone] the server said that it cannot be sold
 * @property {"service" | "donation" | "voucher"} [kind] a mere amount
 * @property {{slug: string, cents: number} | null} [sticker] the price gun's, with what stands on it
 * @property {{length_mm: number, width_mm: number | null, pieces: number} | null} [measures]
 * @property {{sale: string | null, line: number, backTo: string, leftCents: number} | null} [back] what it brings back
 */

/** @typedef {{reason: string, cents: number, percent: number, card: string | null}} Discount */

/** @typedef {{cents: number} | {refused: string}} Priced */

/**
 * @param {string} unit
 * @returns {boolean} whether only whole numbers of it exist
 */
export const isWhole = (unit) => WHOLE.includes(unit);

/**
 * Prices a line: price times quantity, half-up to the cent, less the discount; below zero for what comes back.
 * @param {Pick<Line, "unit" | "quantityMilli" | "unitPriceCents" | "discountCents" | "back">} line
 * @returns {Priced}
 */
export function priced(line) {
  if (!(line.quantityMilli > 0 && line.quantityMilli <= MOST_MILLI)) return { refused: "no-such-quantity" };
  if (isWhole(line.unit) && line.quantityMilli % 1000) return { refused: "only-whole" };
  if (line.back?.sale) return { cents: -partOf(line.back.leftCents, /** @type {any} */ (line).leftMilli, line.quantityMilli) };
  if (!(line.unitPriceCents > 0 && line.unitPriceCents <= MOST_CENTS)) return { refused: "absurd-price" };
  const gross = times(line.unitPriceCents, line.quantityMilli);
  if (!(gross > 0 && gross <= MOST_CENTS)) return { refused: "absurd-price" };
  if (!(line.discountCents >= 0 && line.discountCents <= gross)) return { refused: "absurd-discount" };
  return { cents: line.back ? -gross : gross - line.discountCents };
}

/**
 * Gives the share of a part, half-up; all of it gets all.
 * @param {number} cents
 * @param {number} wholeMilli
 * @param {number} partMilli
 * @returns {number}
 */
export function partOf(cents, wholeMilli, partMilli) {
  if (partMilli >= wholeMilli) return cents;
  const whole = BigInt(wholeMilli);
  return Number((BigInt(cents) * BigInt(partMilli) + whole / 2n) / whole);
}

/** @param {Line} line @returns {number} cents; nothing while nobody said how much */
function worth(line) {
  const price = line.open ? { refused: "open" } : priced(line);
  return "cents" in price ? price.cents : 0;
}

/**
 * Tells what comes off a whole basket: of its goods, not of what is only an amount or comes back.
 * @param {Line[]} lines
 * @param {Discount | null} discount
 * @param {number} [cardPercent] hundredths of a percent, where a card gives it
 * @returns {number} cents
 */
export function offBasket(lines, discount, cardPercent = 0) {
  if (!discount) return 0;
  const whole = lines.filter((line) => !line.kind && !line.back).reduce((sum, line) => sum + worth(line), 0);
  if (discount.cents) return Math.min(discount.cents, whole);
  return Math.floor((2 * whole * (discount.card ? cardPercent : discount.percent) + 10_000) / 20_000);
}

/**
 * Adds up what is priced; a line of which nobody said yet how much does not count.
 * @param {Line[]} lines
 * @param {Discount | null} [discount]
 * @param {number} [cardPercent]
 * @returns {number} cents
 */
export function total(lines, discount = null, cardPercent = 0) {
  return lines.reduce((sum, line) => sum + worth(line), 0) - offBasket(lines, discount, cardPercent);
}

/** What of the cash that came in can go back, and what rounding gave away of it before. @typedef {{cents: number, rounded: number}} CashLeft */

/** @typedef {{method: string, tenderedCents: number, voucher?: string | null, card?: string | null, deposit?: boolean}} Paid */

/**
 * Checks that a total is paid; what is paid in cash is rounded to five cents. A total below zero is paid out.
 * @param {number} totalCents
 * @param {Paid[]} paid
 * @param {CashLeft | null} [cashLeft] what can go back in cash at most
 * @returns {{roundingCents: number, changeCents: number} | {refused: string, cents?: number}}
 */
export function settle(totalCents, paid, cashLeft = null) {
  if (paid.some((p) => !METHODS.includes(p.method))) return { refused: "unknown-method" };
  if (totalCents < 0) return payOut(totalCents, paid, cashLeft);
  if (paid.some((p) => p.method === "voucher" && !p.voucher)) return { refused: "voucher-missing" };
  for (const { method, tenderedCents } of paid) {
    if (tenderedCents < (method === "cash" && roundCash(totalCents) === 0 ? 0 : 1) || tenderedCents > MOST_CENTS) return { refused: "absurd-amount" };
  }
  const rest = totalCents - sumOf(paid.filter((p) => p.method !== "cash"));
  if (rest < 0) return { refused: "paid-too-much", cents: -rest };
  if (!paid.some((p) => p.method === "cash")) {
    return rest ? { refused: "not-paid", cents: rest } : { roundingCents: 0, changeCents: 0 };
  }
  const due = roundCash(rest);
  if (due >= CASH_BAN_CENTS) return { refused: "too-much-cash" };
  const change = sumOf(paid.filter((p) => p.method === "cash")) - due;
  if (change < 0) return { refused: "not-paid", cents: -change };
  return { roundingCents: due - rest, changeCents: change };
}

/** @param {Paid[]} paid */
const sumOf = (paid) => paid.reduce((cents, p) => cents + p.tenderedCents, 0);

/**
 * Rounds what is paid out in cash, but never to more than came in, for rounding's sake.
 * @param {number} restCents below zero
 * @param {CashLeft | null} left
 * @returns {number} not above zero
 */
export function cashOut(restCents, left) {
  const due = roundCash(restCents);
  if (!left) return due;
  const most = left.cents + Math.max(0, left.rounded) + ROUNDS_CENTS;
  return left.cents < -due && -due <= most ? -left.cents || 0 : due;
}

/**
 * @param {number} totalCents
 * @param {Paid[]} paid
 * @param {CashLeft | null} cashLeft
 * @returns {{roundingCents: number, changeCents: number} | {refused: string, cents?: number}}
 */
function payOut(totalCents, paid, cashLeft) {
  if (paid.some((p) => p.tenderedCents > 0 || (p.method !== "cash" && p.tenderedCents === 0))) return { refused: "not-paid-out", cents: -totalCents };
  const cash = paid.filter((p) => p.method === "cash");
  if (cash.length > 1) return { refused: "absurd-amount" };
  const rest = totalCents - sumOf(paid.filter((p) => p.method !== "cash"));
  if (!cash.length) return rest ? { refused: "not-paid-out", cents: -totalCents } : { roundingCents: 0, changeCents: 0 };
  const due = cashOut(rest, cashLeft);
  if (-due >= CASH_BAN_CENTS) return { refused: "too-much-cash-back" };
  if (cash[0].tenderedCents !== due || rest >= 0) return { refused: "not-paid-out", cents: -due };
  return { roundingCents: due - rest, changeCents: 0 };
}

/**
 * Puts a labelled thing in a basket, once more where there are several of it.
 * @param {Line[]} lines
 * @param {Line} thing
 * @returns {{lines: Line[], line: Line, outcome: "added" | "more" | "already" | "sold-out" | "not-that-much" | "full"}}
 */
export function put(lines, thing) {
  const known = thing.item ? lines.find((line) => line.item === thing.item && !line.back) : undefined;
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
 * Writes a line as POST /api/v1/sales takes it.
 * @param {Line} line
 */
function lineBody(line) {
  const quantity = fromMilli(line.quantityMilli);
  if (line.back?.sale) return { quantity, reason: line.reason, returns: { sale: line.back.sale, line: line.back.line, back_to: line.back.backTo } };
  if (line.kind) return { kind: line.kind, unit_price_cents: line.unitPriceCents, ...(line.kind === "service" ? { description: line.title } : {}), ...(line.reservation ? { reservation: line.reservation } : {}) };
  return {
    ...(line.item ? { item: line.item } : { category: line.category }),
    quantity,
    // The label's price is left to the server, which knows best what the label says.
    ...(line.item && line.unitPriceCents === line.labelPriceCents ? {} : { unit_price_cents: line.sticker?.cents ?? line.unitPriceCents }),
    discount_cents: line.discountCents,
    reason: line.reason,
    ...(line.reservation ? { reservation: line.reservation } : {}),
    ...(line.sticker ? { sticker: line.sticker.slug } : {}),
    ...(line.measures ? { measures: line.measures } : {}),
    ...(line.back ? { returns: { back_to: line.back.backTo } } : {}),
    ...(line.collect ? { collect: true } : {}),
  };
}

/**
 * Writes a basket as POST /api/v1/sales takes it.
 * @param {{id: string, shift: string, lines: Line[], discount: Discount | null, approvals: {id: string}[],
 *   voided: {title: string, cents: number}[], receipt: "print" | "none", customer: {id: string} | null,
 *   collector?: {name: string, phone: string} | null}} basket
 * @param {Paid[]} paid
 */
export function body({ id, shift, lines, discount, approvals, voided, receipt, customer, collector }, paid) {
  return {
    id,
    shift,
    lines: lines.map(lineBody),
    payments: paid.map((p) => ({ method: p.method, tendered_cents: p.tenderedCents, ...(p.voucher ? { voucher: p.voucher } : {}), ...(p.card ? { card_payment: p.card } : {}) })),
    ...(discount ? { discount } : {}),
    ...(approvals.length ? { approvals: approvals.map((one) => one.id) } : {}),
    ...(voided.length ? { voided } : {}),
    ...(receipt === "none" ? { receipt } : {}),
    ...(customer ? { customer: customer.id } : {}),
    ...(collector && lines.some((line) => line.collect) ? { collector } : {}),
  };
}
