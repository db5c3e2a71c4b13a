/**
 * Money and quantities as whole numbers, read just as the server reads them (base/money.py, base/quantity.py).
 * @typedef {"ambiguous" | "format"} NumberError
 */

const AMOUNT = /^(?:€\s*)?(-?)(\d{1,9})(?:[.,](\d{1,2}))?$/;
const AMOUNT_GROUPED = /^(?:€\s*)?-?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d{2}|(?:,\d{3})+\.\d{2})$/;
const AMOUNT_AMBIGUOUS = /^(?:€\s*)?-?[1-9]\d{0,2}[.,]\d{3}$/;
const QUANTITY = /^(\d{1,9})(?:[.,](\d{1,3})0?)?$/;
const QUANTITY_AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * Reads an amount typed as 12, 12,5, 12.50, € 12,50 or 1.250,00. 1.250 and 1,250 mean two things, so they are refused.
 * @param {string} text
 * @returns {{cents: number} | {error: NumberError}}
 */
export function parse(text) {
  const typed = text.trim();
  if (AMOUNT_AMBIGUOUS.test(typed)) return { error: "ambiguous" };
  const plain = AMOUNT_GROUPED.test(typed) ? `${typed.slice(0, -3).replace(/[.,]/g, "")},${typed.slice(-2)}` : typed;
  const match = AMOUNT.exec(plain);
  if (!match) return { error: "format" };
  const cents = Number(match[2]) * 100 + Number((match[3] ?? "0").padEnd(2, "0"));
  return { cents: match[1] && cents ? -cents : cents };
}

/**
 * Reads a quantity typed as 2, 2,5 or 0,250 into thousandths; 1.250 and 1,250 are refused as ambiguous.
 * @param {string} text
 * @returns {{milli: number} | {error: NumberError}}
 */
export function parseQuantity(text) {
  const typed = text.trim();
  if (QUANTITY_AMBIGUOUS.test(typed)) return { error: "ambiguous" };
  const match = QUANTITY.exec(typed);
  if (!match) return { error: "format" };
  return { milli: Number(match[1]) * 1000 + Number((match[2] ?? "0").padEnd(3, "0")) };
}

/**
 * Reads a weight in kilograms into grams. Scales show every gram, so three places after the mark of the page's language
 * are a fraction here: 12,345 in Dutch, 12.345 in English. With the other mark they stay ambiguous.
 * @param {string} text
 * @returns {{milli: number} | {error: NumberError}}
 */
export function parseKilograms(text) {
  const typed = text.trim();
  const own = typed.includes(document.documentElement.lang === "en" ? "." : ",");
  return parseQuantity(own && QUANTITY_AMBIGUOUS.test(typed) ? `0${typed}` : typed);
}

/**
 * Writes cents as the server does: "€ 1.234,50" in Dutch, "€ 1,234.50" in English.
 * @param {number} cents
 * @param {string} [locale]
 * @returns {string}
 */
export function format(cents, locale = document.documentElement.lang || "nl") {
  const whole = String(Math.floor(Math.abs(cents) / 100));
  const fraction = String(Math.abs(cents) % 100).padStart(2, "0");
  const [thousands, decimal] = locale.startsWith("en") ? [",", "."] : [".", ","];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `€\u00a0${cents < 0 ? "-" : ""}${grouped}${decimal}${fraction}`;
}

/**
 * Rounds a cash total to five cents, as the server does; only totals paid in cash are rounded.
 * @param {number} cents
 * @returns {number}
 */
export function roundCash(cents) {
  return (Math.sign(cents) * 5 * Math.floor((Math.abs(cents) + 2) / 5)) || 0;
}

/**
 * Prices a quantity in thousandths, half-up to the cent.
 * @param {number} unitPriceCents
 * @param {number} quantityMilli
 * @returns {number}
 */
export function times(unitPriceCents, quantityMilli) {
  // BigInt, because a large amount times thousandths leaves the range of exact numbers.
  const product = BigInt(unitPriceCents) * BigInt(quantityMilli);
  const size = product < 0n ? -product : product;
  const rounded = Number((2n * size + 1000n) / 2000n);
  return product < 0n ? -rounded : rounded;
}

/**
 * Makes a random UUID. crypto.randomUUID is missing on plain http, where many shops start.
 * @returns {string}
 */
export function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
