/** Paying: cash with change, card, or both; then the change to give, until the next customer. */

import { format, parse, roundCash, uuid4 } from "./money.js";
import { body, settle } from "./till-basket.js";
import { empty } from "./till-keep.js";
import { renew } from "./till-keypad.js";
import { alarm, at, data, hush, make, say, typed } from "./till-page.js";
import { send } from "./till-send.js";
import { sound } from "./till-sound.js";
import { isLocked, kept, sum, update } from "./till-state.js";

/** @typedef {import("./till-basket.js").Paid} Paid */

let busy = false;
/** Whether notes were pressed, so that the next one is added to them. */
let byNotes = false;

/** @param {string} way cash, pin, split, or wait while the sale is on its way */
function choose(way) {
  for (const pane of document.querySelectorAll("[data-pane]")) pane.hidden = pane.dataset.pane !== way;
  for (const button of document.querySelectorAll("[data-way]")) button.setAttribute("aria-pressed", String(button.dataset.way === way));
  at("pay-ways").hidden = way === "wait";
  at("pay-back").disabled = way === "wait";
  if (way === "cash") at("cash").focus();
  if (way === "split") at("part").focus();
  if (way === "pin") at("pin-paid").focus();
  reckon();
}

const way = () => document.querySelector("[data-pane]:not([hidden])").dataset.pane;
const rest = () => sum() - kept.cardCents;

/** @returns {Paid[]} */
const byCard = () => (kept.cardCents ? [{ method: "pin", tenderedCents: kept.cardCents }] : []);

/** @returns {{cents: number} | {error: string} | null} what stands in a field; null where nothing does */
const amountIn = (/** @type {string} */ id) => (at(id).value ? parse(at(id).value) : null);

/**
 * @param {string} word
 * @param {number} cents
 */
const part = (word, cents) => make("div", {}, make("dt", {}, word), make("dd", {}, format(cents)));

function reckon() {
  const cash = way() === "cash";
  const due = cash ? roundCash(rest()) : rest();
  at("pay-due-word").textContent = say(kept.cardCents ? "stillToPay" : "toPay");
  at("pay-due").textContent = format(due);
  at("pin-amount").textContent = format(rest());
  const parts = [];
  if (kept.cardCents) {
    parts.push(part(say("total"), sum()), part(say("byCard"), kept.cardCents));
    parts[1].append(make("button", { type: "button", class: "btn btn-quiet", onclick: () => { update({ cardCents: 0 }); reckon(); } }, say("undoCard")));
  }
  if (due !== rest()) {
    if (!kept.cardCents) parts.push(part(say("total"), sum()));
    parts.push(part(say("rounding"), due - rest()));
  }
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
    at("pay-change-word").textContent = say("unreadable", { text: at("cash").value });
    at("pay-change-sum").textContent = "";
    return;
  }
  const settled = settle(sum(), [...byCard(), { method: "cash", tenderedCents: read.cents }]);
  if ("refused" in settled) {
    box.add("pay-change-short");
    at("pay-change-word").textContent = settled.refused === "not-paid" ? say("missing") : say(settled.refused === "too-much-cash" ? "tooMuchCash" : "absurd");
    at("pay-change-sum").textContent = settled.refused === "not-paid" ? format(settled.cents) : "";
    return;
  }
  at("pay-change-word").textContent = say("changeDue");
  at("pay-change-sum").textContent = format(settled.changeCents);
}

/** Opens the screen on which the basket is paid. */
export function openPay() {
  if (kept.done || at("pay").open) return;
  if (!kept.lines.length) return alarm(say("emptyBasket"));
  hush();
  if (!kept.id) update({ id: uuid4() });
  at("cash").value = "";
  at("part").value = "";
  byNotes = false;
  at("pay").showModal();
  choose("cash");
  return undefined;
}

/** @param {Paid[]} paid */
function pay(paid) {
  const settled = settle(sum(), paid);
  if ("refused" in settled) {
    const words = { "too-much-cash": "tooMuchCash", "paid-too-much": "overCard", "absurd-amount": "absurd" }[settled.refused];
    return alarm(words ? say(words) : `${say("missing")}: ${format(settled.cents)}`);
  }
  hush();
  update({ sent: JSON.stringify(body(kept.id, data.shift, kept.lines, paid)) });
  return store(false);
}

/**
 * Sends what is to be stored, as often as it takes to know what became of it.
 * @param {boolean} resumed whether it may have been sent before
 */
async function store(resumed) {
  if (busy) return;
  busy = true;
  hush();
  if (!at("pay").open) at("pay").showModal();
  choose("wait");
  at("pay-retry").hidden = true;
  at("wait-words").textContent = say("sending");
  at("pay").classList.add("pay-busy");
  const answer = await send(kept.sent, () => { at("wait-words").textContent = say("retrying"); });
  busy = false;
  at("pay").classList.remove("pay-busy");
  if (answer.kind === "sold") return finish(answer.sale);
  if (answer.kind === "unknown") return waitForHelp(say("doubt"));
  if (answer.kind === "barred" && (resumed || answer.doubtful)) return waitForHelp(answer.detail, answer.status === 401);
  return refused(answer);
}

/**
 * @param {string} sentence
 * @param {boolean} [loggedOut]
 */
function waitForHelp(sentence, loggedOut = false) {
  at("wait-words").textContent = say("doubt");
  at("pay-retry").hidden = false;
  alarm(sentence, loggedOut ? { url: data.loginUrl, text: say("logIn") } : undefined);
  at("pay-retry").focus();
}

/** @param {any} answer a refusal: nothing of this sale is stored, so the basket is open again */
function refused(answer) {
  const lines = kept.lines.map((line) => ({ ...line, gone: Boolean(line.item && answer.detail.includes(line.item)) }));
  const gone = lines.find((line) => line.gone);
  update({ sent: null, lines, chosen: gone?.key ?? kept.chosen });
  if (answer.kind === "barred" && answer.status === 401) {
    at("pay").close();
    return alarm(say("loggedOut"), { url: data.loginUrl, text: say("logIn") });
  }
  if (answer.slug === "shift-closed" || answer.slug === "unknown-shift") {
    at("pay").close();
    return alarm(say("shiftClosed"), { url: data.openUrl, text: say("openAgain") });
  }
  if (gone || !kept.cardCents) at("pay").close();
  else choose("cash");
  return alarm(answer.detail);
}

/** @param {any} sale */
function finish(sale) {
  const done = {
    id: sale.id, number: sale.receipt_number, totalCents: sale.total_cents + sale.rounding_cents,
    changeCents: sale.change_cents, cash: sale.payments.some((/** @type {any} */ p) => p.method === "cash"),
  };
  update({ ...empty(), done, last: { id: done.id, number: done.number } });
  at("pay").close();
  sound("right");
  showDone();
}

function showDone() {
  const { done } = kept;
  at("done-word").textContent = say(done.changeCents ? "changeDue" : "paid");
  at("done-sum").textContent = done.changeCents ? format(done.changeCents) : "✓";
  at("done").classList.toggle("done-exact", !done.changeCents);
  at("done-note").textContent = `${say("receiptNote", { number: done.number, total: format(done.totalCents) })}${done.cash && !done.changeCents ? ` · ${say("paidExact")}` : ""}`;
  at("done-picture").src = `${data.saleUrl}${done.id}/receipt.png`;
  at("done-receipt").href = data.saleUrl + done.id;
  if (!at("done").open) at("done").showModal();
  at("next").focus();
}

/** Ends what is shown of the last sale; the till is ready for the next customer. */
export function nextCustomer() {
  if (!kept.done) return;
  at("done").close();
  update({ done: null });
}

/** Goes on where a reload or a crash broke off. */
export function resume() {
  if (kept.done) showDone();
  else if (isLocked()) store(true);
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
  return pay([...byCard(), { method: "cash", tenderedCents: read && "cents" in read ? read.cents : 0 }]);
}

function payPart() {
  const read = amountIn("part");
  if (!read || "error" in read || read.cents <= 0) return alarm(say("unreadable", { text: at("part").value }));
  if (read.cents > rest()) return alarm(say("overCard"));
  hush();
  update({ cardCents: kept.cardCents + read.cents });
  at("part").value = "";
  return rest() === 0 ? pay(byCard()) : choose("cash");
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
at("pin-paid").addEventListener("click", () => pay([...byCard(), { method: "pin", tenderedCents: rest() }]));
at("part-paid").addEventListener("click", payPart);
at("pay-retry").addEventListener("click", () => store(true));
at("pay-back").addEventListener("click", () => at("pay").close());
at("next").addEventListener("click", nextCustomer);
for (const [field, act] of [["cash", payCash], ["part", payPart]]) {
  at(field).addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    act();
  });
}
// Nobody leaves a sale of which it is not known whether it is stored, nor the change by mistake.
at("pay").addEventListener("cancel", (event) => { if (isLocked()) event.preventDefault(); });
at("done").addEventListener("cancel", (event) => { event.preventDefault(); nextCustomer(); });
