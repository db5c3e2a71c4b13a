/** Another price for a line, with the reason; what goes too far a shop lead has to allow before it is paid. */

import { format, parse } from "./money.js";
import { priced } from "./till-basket.js";
import { at, data, say, typed } from "./till-page.js";
import { updateLine } from "./till-state.js";

/** @type {import("./till-basket.js").Line | null} */
let asked = null;

/** @param {import("./till-basket.js").Line} line */
export function askPrice(line) {
  asked = line;
  at("line-price-what").textContent = `${line.title} · ${format(line.labelPriceCents)}`;
  at("line-price-price").value = line.unitPriceCents === line.labelPriceCents ? "" : typed(line.unitPriceCents);
  at("line-price-discount").value = line.discountCents ? typed(line.discountCents) : "";
  at("line-price-reason").value = line.reason;
  at("line-price-wrong").textContent = "";
  at("line-price").showModal();
  at("line-price-price").focus();
}

/** @param {import("./till-basket.js").Line} line @returns {boolean} whether its kind has one price for all */
const flat = (line) => data.kinds.some((/** @type {any} */ kind) => kind.slug === line.category && kind.flat);

/** @param {string} text */
function cents(text) {
  if (!text.trim()) return null;
  const read = parse(text);
  return "cents" in read ? read.cents : Number.NaN;
}

/** @returns {string} what is wrong, or nothing where the price was changed */
function change() {
  const price = cents(at("line-price-price").value);
  const discount = cents(at("line-price-discount").value);
  const reason = at("line-price-reason").value.trim();
  for (const [read, id] of [[price, "line-price-price"], [discount, "line-price-discount"]]) {
    if (Number.isNaN(read)) return say("unreadable", { text: at(id).value });
  }
  const changes = { unitPriceCents: price ?? asked.labelPriceCents, discountCents: discount ?? 0, reason };
  const isChanged = changes.unitPriceCents !== asked.labelPriceCents || changes.discountCents > 0;
  if (price !== null && discount !== null) return say("oneOfTwo");
  const whole = priced({ ...asked, ...changes });
  if ("refused" in whole) return say(whole.refused === "absurd-discount" ? "absurdDiscount" : "absurd");
  if (isChanged && !reason) return say("reason");
  // Without a label or a flat price, what is typed is the price.
  if (!asked.item && !flat(asked) && !asked.sticker && price !== null) changes.labelPriceCents = price;
  updateLine(asked.key, isChanged ? changes : { ...changes, reason: "" });
  return "";
}

at("line-price-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = change();
  at("line-price-wrong").textContent = wrong;
  if (!wrong) at("line-price").close();
});

at("line-price").addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target);
  const percent = pressed.closest("[data-percent]");
  if (percent) {
    const whole = priced({ ...asked, unitPriceCents: asked.labelPriceCents, discountCents: 0 });
    if ("cents" in whole) at("line-price-discount").value = typed(Math.round((whole.cents * Number(percent.dataset.percent)) / 100));
    at("line-price-price").value = "";
  }
  const reason = pressed.closest("[data-reason]");
  if (reason) at("line-price-reason").value = reason.dataset.reason;
});
