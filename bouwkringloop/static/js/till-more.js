/** What a till does besides selling goods: discounts, donations, gift cards, giving a basket up. */

import { confirmed, toast } from "./base.js";
import { format, parse, uuid4 } from "./money.js";
import { priced } from "./till-basket.js";
import { empty } from "./till-keep.js";
import { alarm, at, data, hush, make, say, typed } from "./till-page.js";
import { printReceipt } from "./till-receipt.js";
import { ask } from "./till-send.js";
import { isLocked, kept, sum, update } from "./till-state.js";
import { address, ownName } from "./root.js";

const JSON_BODY = { "Content-Type": "application/json" };

/**
 * Tells the till's journal what happened without a sale; what cannot be told does not hold anybody up.
 * @param {string} kind
 * @param {[string, number][]} [lines]
 */
export function tell(kind, lines = []) {
  return ask(address(`/api/v1/tills/${data.till}/events`), { method: "POST", headers: JSON_BODY, body: JSON.stringify({ kind, lines }) }).catch(() => undefined);
}

/** @param {string} id of the field @returns {{cents: number} | {wrong: string}} cents above zero, or what is wrong */
function centsIn(id) {
  const text = at(id).value.trim();
  const read = parse(text);
  if (!text || ("cents" in read && read.cents <= 0)) return { wrong: say("aboveNothing") };
  if ("error" in read) return { wrong: say("unreadable", { text }) };
  const price = priced({ unit: "piece", quantityMilli: 1000, unitPriceCents: read.cents, discountCents: 0 });
  return "refused" in price ? { wrong: say("absurd") } : { cents: read.cents };
}

/**
 * @param {"service" | "donation" | "voucher"} kind
 * @param {number} cents
 * @param {string} [title]
 */
export function addAmount(kind, cents, title = say(kind)) {
  const line = {
    key: uuid4(), item: null, category: null, kind, title, unit: "piece", quantityMilli: 1000,
    unitPriceCents: cents, labelPriceCents: cents, discountCents: 0, reason: "", leftMilli: null,
  };
  hush();
  update({ lines: [...kept.lines, line], chosen: line.key });
}

function openDonation() {
  const total = sum();
  const up = [100, 500, 1000].map((step) => (Math.floor(total / step) + 1) * step - total);
  const offered = total > 0 ? [...new Set(up)] : [100, 200, 500];
  at("donation-offers").replaceChildren(...offered.map((cents) =>
    make("button", { type: "button", class: "btn btn-quiet", onclick: () => { at("donation-amount").value = typed(cents); } },
      total > 0 ? say("roundUp", { amount: format(cents), total: format(total + cents) }) : format(cents))));
  at("donation-amount").value = "";
  at("donation-wrong").textContent = "";
  at("donation").showModal();
  at("donation-amount").focus();
}

function openDiscount() {
  const goods = kept.lines.some((line) => !line.kind && !line.back);
  if (!goods) return alarm(say("emptyBasket"));
  const { discount } = kept;
  at("discount-percent").value = discount?.percent ? String(discount.percent / 100) : "";
  at("discount-cents").value = discount?.cents ? typed(discount.cents) : "";
  at("discount-reason").value = discount?.reason ?? "";
  at("discount-wrong").textContent = "";
  at("discount").showModal();
  at("discount-percent").focus();
  return undefined;
}

/** @returns {string} what is wrong, or nothing */
function takeDiscount() {
  const percentText = at("discount-percent").value.trim();
  const centsText = at("discount-cents").value.trim();
  if (Boolean(percentText) === Boolean(centsText)) return say("percentOrAmount");
  const percent = percentText ? parse(percentText) : { cents: 0 };
  if ("error" in percent) return say("unreadable", { text: percentText });
  if (percent.cents < 0 || percent.cents > 10_000) return say("percentTooMuch");
  const off = centsText ? centsIn("discount-cents") : { cents: 0 };
  if ("wrong" in off) return off.wrong;
  const reason = at("discount-reason").value.trim();
  if (!reason) return say("reason");
  // A percentage typed as 12,5 has two places, just as an amount has.
  update({ discount: { reason, cents: off.cents, percent: percent.cents, card: null } });
  return "";
}

async function giveUp() {
  if (!kept.lines.length || isLocked()) return;
  if (kept.parts.length) return alarm(say("partsFirst"));
  if (!(await confirmed(say("giveUp")))) return;
  tell("basket.aborted", kept.lines.map((line) => [line.title, Math.round((line.unitPriceCents * line.quantityMilli) / 1000)]));
  update({ ...empty(), last: kept.last });
}

/** Prints the last receipt once more, without leaving the page. */
async function printLast() {
  if (!kept.last) return alarm(say("noLast"));
  hush();
  const answer = await printReceipt(kept.last.id);
  if (answer.wrong) return alarm(answer.wrong);
  return toast(`${say("receiptOf", { number: kept.last.number })}: ${answer.said}`, "success");
}

/** Opens what customers see in a window that can be drawn to a second screen; there is one for each till. */
function openDisplay() {
  const opened = window.open(data.displayUrl, ownName(`display-${data.till}`), "popup,width=1024,height=600");
  if (opened) opened.focus();
  else alarm(say("displayBlocked"));
}

/** Who came to the till since somebody else was here stands in its journal. */
function enter() {
  const key = ownName(`till-person:${data.till}`);
  if (localStorage.getItem(key) === String(data.person)) return;
  localStorage.setItem(key, String(data.person));
  tell("till.entered");
}

/**
 * @param {string} form
 * @param {() => string} act gives what is wrong, or nothing
 */
function onForm(form, act) {
  at(`${form}-form`).addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = act();
    at(`${form}-wrong`).textContent = wrong;
    if (!wrong) at(form).close();
  });
}

/** @param {"donation" | "voucher"} kind @param {string} field */
const amountOf = (kind, field) => () => {
  const read = centsIn(field);
  if ("wrong" in read) return read.wrong;
  addAmount(kind, read.cents);
  return "";
};

/** @returns {string} what is wrong, or nothing */
function addService() {
  const read = centsIn("service-amount");
  if ("wrong" in read) return read.wrong;
  addAmount("service", read.cents, at("service-what").value.trim() || say("service"));
  return "";
}

/** What the buttons of the menu do, by their name. */
export const acts = {
  discount: openDiscount,
  donation: openDonation,
  voucher: () => { at("gift-amount").value = ""; at("gift-wrong").textContent = ""; at("gift").showModal(); at("gift-amount").focus(); },
  service: () => { at("service-what").value = say("service"); at("service-amount").value = ""; at("service-wrong").textContent = ""; at("service").showModal(); at("service-amount").focus(); },
  again: printLast,
  display: openDisplay,
  "give-up": giveUp,
};

onForm("service", addService);
onForm("discount", takeDiscount);
onForm("donation", amountOf("donation", "donation-amount"));
onForm("gift", amountOf("voucher", "gift-amount"));
at("discount").addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target);
  const card = pressed.closest("[data-card]");
  if (card) {
    update({ discount: { reason: "", cents: 0, percent: 0, card: card.dataset.card } });
    at("discount").close();
  }
  const percent = pressed.closest("[data-percent]");
  if (percent) [at("discount-percent").value, at("discount-cents").value] = [percent.dataset.percent, ""];
  const reason = pressed.closest("[data-reason]");
  if (reason) at("discount-reason").value = reason.dataset.reason;
});
enter();
