/** The paying screen: cash with change, card, voucher, or several of them; and money that goes back. */

import { confirmed } from "./base.js";
import { format, parse, roundCash } from "./money.js";
import { askApproval, approved } from "./till-approve.js";
import { cashOut, priced, settle } from "./till-basket.js";
import { askTerminal, onPaid, resumeTerminal } from "./till-card.js";
import { showCustomer } from "./till-customer.js";
import { showDone } from "./till-done.js";
import { renew } from "./till-keypad.js";
import { addAmount } from "./till-more.js";
import { alarm, at, data, hush, make, say, typed } from "./till-page.js";
import { ask } from "./till-send.js";
import { cashBack, isLocked, kept, sum, update, waysBack } from "./till-state.js";
import { onScreen, pay, store } from "./till-store.js";
import { address } from "./root.js";

/** Whether notes were pressed, so that the next one is added to them. */
let byNotes = false;
/** The voucher that was looked up. @type {{code: string, balance_cents: number} | null} */
let voucher = null;

/** @param {string} asked cash, pin, split, voucher, back, or wait while the sale is on its way */
function choose(asked) {
  // Where a line was taken out after a part was paid, nothing is left to be paid: first of all that is mended.
  const way = asked !== "wait" && kept.parts.length && rest() < 0 ? "over" : asked;
  for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== way;
  for (const button of document.querySelectorAll("[data-way]")) button.setAttribute("aria-pressed", String(button.dataset.way === way));
  at("pay-ways").hidden = ["wait", "back", "over"].includes(way);
  if (way === "over") at("over-words").textContent = say("overVoucher", { amount: format(-rest()) });
  at("pay-back").disabled = way === "wait";
  const first = { cash: "cash", split: "part", pin: data.terminal ? "pin-ask" : "pin-paid", voucher: "voucher-code", account: "customer-query" }[way];
  if (way === "account") showCustomer();
  if (first) at(first).focus();
  if (way === "back") at("ways-back").querySelector("button").focus();
  if (way === "over") at("over-voucher").focus();
  reckon();
}

const way = () => document.querySelector("[data-pane]:not([hidden])").dataset.pane;
const rest = () => sum() - kept.parts.reduce((cents, part) => cents + part.tenderedCents, 0);

/** @returns {{cents: number} | {error: string} | null} what stands in a field; null where nothing does */
const amountIn = (/** @type {string} */ id) => (at(id).value ? parse(at(id).value) : null);

/**
 * @param {string} word
 * @param {number} cents
 */
const part = (word, cents) => make("div", {}, make("dt", {}, word), make("dd", {}, format(cents)));

/**
 * @param {import("./till-basket.js").Paid} paid
 * @param {number} index
 */
function paidPart(paid, index) {
  const by = paid.deposit ? "Deposit" : paid.method === "voucher" ? "Voucher" : "Card";
  const row = part(say(`by${by}`), paid.tenderedCents);
  // What the terminal took cannot be taken back by forgetting it.
  if (paid.card) return row;
  const undo = async () => {
    // Money that the terminal took is given up by nobody's slip of a finger.
    if (by === "Card" && !(await confirmed(say("cardUndone", { amount: format(paid.tenderedCents) })))) return;
    update({ parts: kept.parts.filter((_, at_) => at_ !== index) });
    choose("cash");
  };
  row.append(make("button", { type: "button", class: "btn btn-quiet", onclick: undo }, say(`undo${by}`)));
  return row;
}

function reckon() {
  const cash = way() === "cash";
  const due = cash ? roundCash(rest()) : rest();
  at("pay-due-word").textContent = say(way() === "over" ? "overPaid" : rest() < 0 ? "payOut" : kept.parts.length ? "stillToPay" : "toPay");
  at("pay-due").textContent = format(Math.abs(due));
  at("pin-amount").textContent = format(rest());
  const parts = kept.parts.map(paidPart);
  if (parts.length || due !== rest()) parts.unshift(part(say("total"), sum()));
  if (due !== rest()) parts.push(part(say("rounding"), due - rest()));
  at("pay-parts").replaceChildren(...(way() === "wait" ? [] : parts));
  showChange(cash);
}

/** @param {boolean} cash */
function showChange(cash) {
  const read = amountIn("cash");
  at("pay-change").hidden = !cash || read === null;
  if (!cash || read === null) return;
  const box = at("pay-change").classList;
  box.remove("pay-change-short");
  if ("error" in read) {
    box.add("pay-change-short");
    at("pay-change-word").textContent = say("unreadable", { text: at("cash").value });
    at("pay-change-sum").textContent = "";
    return;
  }
  const settled = settle(sum(), [...kept.parts, { method: "cash", tenderedCents: read.cents }]);
  if ("refused" in settled) {
    box.add("pay-change-short");
    at("pay-change-word").textContent = settled.refused === "not-paid" ? say("missing") : say(settled.refused === "too-much-cash" ? "tooMuchCash" : "absurd");
    at("pay-change-sum").textContent = settled.refused === "not-paid" ? format(settled.cents) : "";
    return;
  }
  at("pay-change-word").textContent = say("changeDue");
  at("pay-change-sum").textContent = format(settled.changeCents);
}

/** Opens the screen on which the basket is paid, once nobody has to allow anything in it. */
export function openPay() {
  if (kept.done || at("pay").open) return;
  if (!kept.lines.length) return alarm(say("emptyBasket"));
  hush();
  // A line that cannot be priced is left out of the sum, so nobody pays before it is mended.
  const wrong = kept.lines.find((line) => "refused" in priced(line));
  if (wrong) {
    update({ chosen: wrong.key });
    return alarm(say("linePriceWrong", { title: wrong.title }));
  }
  if (!approved()) return askApproval(openPay);
  for (const id of ["cash", "part", "voucher-code"]) at(id).value = "";
  at("no-receipt").checked = false;
  byNotes = false;
  forgetVoucher();
  at("pay").showModal();
  if (sum() < 0) offerWaysBack();
  choose(sum() < 0 ? "back" : "cash");
  // A deposit may have paid it all.
  return kept.parts.length && rest() === 0 ? pay(kept.parts) : undefined;
}

/** Offers the ways by which the money came; store credit always. */
function offerWaysBack() {
  const cents = -sum();
  const ways = waysBack();
  const cash = -cashOut(-cents, cashBack());
  const offered = [
    { method: "cash", cents: cash, possible: cash <= (ways.cash ?? 0) },
    { method: "pin", cents, possible: cents <= (ways.pin ?? 0) },
    { method: "account", cents, possible: cents <= (ways.account ?? 0) },
    { method: "voucher", cents, possible: true },
  ];
  at("ways-back").replaceChildren(...offered.filter((one) => one.possible).map((one) =>
    make("button", { type: "button", class: "btn btn-go btn-big btn-wide", onclick: () => pay([{ method: one.method, tenderedCents: -one.cents }]) },
      `${say(`back_${one.method}`)} · ${format(one.cents)}`)));
  at("ways-back-note").textContent = say(Object.keys(ways).length ? "backAsPaid" : "backAsCredit");
}

/** Goes on where a reload or a crash broke off. */
export function resume() {
  if (kept.done) showDone();
  else if (isLocked()) store(true);
  else if (kept.terminal) {
    openPay();
    resumeTerminal();
  }
}

/** @param {MouseEvent} event */
function press(event) {
  const note = /** @type {HTMLElement} */ (event.target).closest(".note");
  if (!note) return;
  const before = amountIn("cash");
  const sumSoFar = byNotes && before && "cents" in before ? before.cents : 0;
  byNotes = "cents" in note.dataset;
  at("cash").value = typed(byNotes ? sumSoFar + Number(note.dataset.cents) : roundCash(rest()));
  at("cash").focus();
  renew(at("cash"));
  reckon();
}

function payCash() {
  const read = amountIn("cash");
  if (read && "error" in read) return alarm(say("unreadable", { text: at("cash").value }));
  const cents = read && "cents" in read ? read.cents : 0;
  // Change of a cent or two cannot be given, so it is no amount that was handed over.
  if (cents % 5) return alarm(say("fiveCents", { due: format(roundCash(rest())) }));
  return pay([...kept.parts, { method: "cash", tenderedCents: cents }]);
}

/** @param {import("./till-basket.js").Paid} paid @param {string} then the pane for what is left */
function addPart(paid, then) {
  hush();
  update({ parts: [...kept.parts, paid] });
  return rest() === 0 ? pay(kept.parts) : choose(then);
}

function payPart() {
  const read = amountIn("part");
  if (!read || "error" in read || read.cents <= 0) return alarm(say("unreadable", { text: at("part").value }));
  if (read.cents > rest()) return alarm(say("overCard"));
  at("part").value = "";
  if (data.terminal) return askTerminal(read.cents, false);
  return addPart({ method: "pin", tenderedCents: read.cents }, "cash");
}

function forgetVoucher() {
  voucher = null;
  at("voucher-words").textContent = "";
  at("voucher-use").hidden = true;
}

/** Looks up what is on a voucher, and offers to pay with it. */
async function lookAtVoucher() {
  const code = at("voucher-code").value.trim();
  hush();
  if (!code) return alarm(say("voucherCode"));
  forgetVoucher();
  try {
    const response = await ask(address(`/api/v1/vouchers/${encodeURIComponent(code)}`));
    const answer = await response.json();
    if (!response.ok) return alarm(answer.detail);
    return offerVoucher(answer);
  } catch {
    return alarm(say("offline"));
  }
}

/** @param {{code: string, balance_cents: number}} found */
function offerVoucher(found) {
  const used = kept.parts.filter((one) => one.voucher === found.code).reduce((cents, one) => cents + one.tenderedCents, 0);
  voucher = { ...found, balance_cents: found.balance_cents - used };
  at("voucher-words").textContent = say("voucherHolds", { amount: format(voucher.balance_cents) });
  const cents = Math.min(voucher.balance_cents, rest());
  at("voucher-use").hidden = cents <= 0;
  at("voucher-use-words").textContent = say("voucherUse", { amount: format(cents) });
  if (cents > 0) at("voucher-use").focus();
}

function useVoucher() {
  if (!voucher) return;
  const cents = Math.min(voucher.balance_cents, rest());
  const { code } = voucher;
  at("voucher-code").value = "";
  forgetVoucher();
  addPart({ method: "voucher", tenderedCents: cents, voucher: code }, "cash");
}

at("pay-ways").addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("[data-way]");
  if (!button) return;
  hush();
  choose(button.dataset.way);
});
at("notes").addEventListener("click", press);
at("cash").addEventListener("input", () => { byNotes = false; reckon(); });
at("cash-paid").addEventListener("click", payCash);
at("pin-paid").addEventListener("click", () => {
  // Whatever keeps the sale from being stored, what the terminal took is not forgotten.
  if (rest() > 0) update({ parts: [...kept.parts, { method: "pin", tenderedCents: rest() }] });
  pay(kept.parts);
});
at("pin-ask").addEventListener("click", () => askTerminal(rest(), true));
at("account-paid").addEventListener("click", () => pay([...kept.parts, { method: "account", tenderedCents: rest() }]));
onPaid((paid, whole) => {
  if (!at("pay").open) openPay();
  if (!whole) return addPart(paid, "cash");
  // What was taken is kept with the basket first, so that no reload forgets it.
  update({ parts: [...kept.parts, paid] });
  return pay(kept.parts);
});
at("over-voucher").addEventListener("click", () => {
  addAmount("voucher", -rest());
  pay(kept.parts);
});
at("part-paid").addEventListener("click", payPart);
at("voucher-look").addEventListener("click", lookAtVoucher);
at("voucher-use").addEventListener("click", useVoucher);
at("pay-retry").addEventListener("click", () => store(true));
at("pay-back").addEventListener("click", () => at("pay").close());
for (const [field, act] of [["cash", payCash], ["part", payPart], ["voucher-code", lookAtVoucher]]) {
  at(field).addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    act();
  });
}
// Nobody leaves a sale of which it is not known whether it is stored, nor the change by mistake.
at("pay").addEventListener("cancel", (event) => { if (isLocked()) event.preventDefault(); });
onScreen({ choose, approve: (needs) => askApproval(openPay, needs) });
