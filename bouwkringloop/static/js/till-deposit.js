/** Deposits: money for what is kept for somebody, taken now and taken off when they fetch it. */

import { format, parse, uuid4 } from "./money.js";
import { address } from "./root.js";
import { alarm, at, hush, lastDay, make, say, typed } from "./till-page.js";
import { ask } from "./till-send.js";
import { isLocked, kept, sum, update } from "./till-state.js";

/** What of a price is often paid in advance, in percent. */
const SHARES = [10, 25, 50];

/** The thing that is looked at, with for whom it is kept. @type {any} */
let thing = null;

/**
 * @param {string} path
 * @param {RequestInit} [sent]
 * @returns {Promise<any>} the answer; what is wrong is thrown as a sentence
 */
async function get(path, sent) {
  const response = await ask(address(path), sent);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

/** @param {unknown} wrong @returns {string} the server's own sentence, or that it cannot be reached */
const sentence = (wrong) => (wrong instanceof Error && !(wrong instanceof TypeError) && wrong.message ? wrong.message : say("offline"));

/** @param {string} [code] of a thing that was scanned */
export function openDeposit(code = "") {
  if (isLocked()) return;
  hush();
  thing = null;
  at("deposit-form").hidden = true;
  at("deposit-wrong").textContent = "";
  at("deposit-code").value = code;
  if (!at("deposit").open) at("deposit").showModal();
  at("deposit-code").focus();
  if (code) look();
}

async function look() {
  const code = at("deposit-code").value.replace(/\s/g, "");
  at("deposit-wrong").textContent = "";
  at("deposit-form").hidden = true;
  if (!code) {
    at("deposit-wrong").textContent = say("depositScan");
    return;
  }
  try {
    const item = await get(`/api/v1/items/${encodeURIComponent(code)}`);
    const held = await get(`/api/v1/items/${item.code}/reservations`);
    for (const one of held) one.paid = await paidFor(one.id);
    show(item, held);
  } catch (wrong) {
    at("deposit-wrong").textContent = sentence(wrong);
  }
}

/** @param {string} reservation @returns {Promise<number>} what is paid in advance on it, in this basket too */
async function paidFor(reservation) {
  const deposits = await get(`/api/v1/reservations/${reservation}/deposits`);
  const here = kept.lines.filter((line) => line.kind === "voucher" && line.reservation === reservation).map((line) => line.unitPriceCents);
  return [...deposits.map((/** @type {any} */ one) => one.balance_cents), ...here].reduce((cents, one) => cents + one, 0);
}

/**
 * @param {any} item
 * @param {any[]} held
 */
function show(item, held) {
  const free = item.state === "for_sale" ? Math.round((item.quantity - item.reserved) * 1000) : 0;
  if (!held.length && free <= 0) {
    at("deposit-wrong").textContent = say("depositGone", { title: item.title });
    return;
  }
  thing = { item, held, free };
  at("deposit-what").textContent = `${item.title} · ${say("depositCosts", { price: format(item.price_cents) })}`;
  at("deposit-names").querySelectorAll("label").forEach((/** @type {HTMLElement} */ old) => old.remove());
  at("deposit-names").append(...held.map(choice));
  at("deposit-names").hidden = !held.length;
  at("deposit-name-box").hidden = free <= 0;
  at("deposit-name").value = "";
  const first = at("deposit-names").querySelector("input");
  if (first && free <= 0) first.checked = true;
  const price = priceOf(chosen());
  at("deposit-offers").replaceChildren(...SHARES.map((share) => Math.round((price * share) / 100)).filter((cents) => cents > 0).map((cents) =>
    make("button", { type: "button", class: "btn btn-quiet", onclick: () => { at("deposit-amount").value = typed(cents); } }, format(cents))));
  at("deposit-amount").value = "";
  at("deposit-form").hidden = false;
  (held.length ? at("deposit-amount") : at("deposit-name")).focus();
}

/** @param {any} one a reservation */
function choice(one) {
  const paid = one.paid ? ` · ${say("depositPaid", { amount: format(one.paid) })}` : "";
  return make("label", { class: "approve-lead" }, make("input", { type: "radio", name: "deposit-for", value: one.id }),
    make("span", {}, `${say("depositFor", { name: one.name, until: lastDay(one.expires_at) })}${paid}`));
}

/** @returns {any} the reservation that is chosen; undefined for somebody new */
function chosen() {
  const pressed = at("deposit-names").querySelector("input:checked");
  return at("deposit-name").value.trim() ? undefined : thing.held.find((/** @type {any} */ one) => one.id === pressed?.value);
}

/** @param {any} reservation @returns {number} cents of all that is kept, or of one where nothing is yet */
const priceOf = (reservation) => Math.round(thing.item.price_cents * (reservation ? reservation.quantity : Math.min(1, thing.free / 1000)));

/** Keeps the thing for somebody new; for them too it is kept once, however often this is sent. */
function keepFor(name) {
  thing.id ??= uuid4();
  const sent = { id: thing.id, name, quantity: Math.min(1000, thing.free) / 1000 };
  return get(`/api/v1/items/${thing.item.code}/reservations`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent) });
}

/** @returns {Promise<string>} what is wrong, or nothing */
async function add() {
  const name = at("deposit-name").value.trim();
  let reservation = chosen();
  if (!reservation && !name) return say("depositNobody");
  const read = parse(at("deposit-amount").value);
  if (!at("deposit-amount").value.trim() || ("cents" in read && read.cents <= 0)) return say("aboveNothing");
  if ("error" in read) return say("unreadable", { text: at("deposit-amount").value });
  const left = priceOf(reservation) - (reservation?.paid ?? 0);
  if (read.cents > left) return say("depositTooMuch", { title: thing.item.title, left: format(left) });
  try {
    reservation ??= await keepFor(name);
  } catch (wrong) {
    return sentence(wrong);
  }
  const line = {
    key: uuid4(), item: null, category: null, kind: "voucher", reservation: reservation.id,
    title: say("deposit", { title: thing.item.title, code: thing.item.code }), unit: "piece", quantityMilli: 1000,
    unitPriceCents: read.cents, labelPriceCents: read.cents, discountCents: 0, reason: "", leftMilli: null,
  };
  update({ lines: [...kept.lines, line], chosen: line.key });
  return "";
}

/**
 * Takes off what was paid in advance for what is fetched now; then goes on.
 * @param {() => void} goOn
 */
export async function useDeposits(goOn) {
  const fetched = isLocked() || kept.done ? [] : kept.lines.filter((line) => line.reservation && line.item && !line.back);
  try {
    for (const line of fetched) {
      for (const deposit of await get(`/api/v1/reservations/${line.reservation}/deposits`)) use(deposit);
    }
  } catch {
    return alarm(say("depositUnknown"));
  }
  return goOn();
}

/** @param {{code: string, balance_cents: number}} deposit */
function use({ code, balance_cents: balance }) {
  if (kept.parts.some((part) => part.voucher === code)) return;
  const rest = sum() - kept.parts.reduce((cents, part) => cents + part.tenderedCents, 0);
  const cents = Math.min(balance, rest);
  if (cents > 0) update({ parts: [...kept.parts, { method: "voucher", tenderedCents: cents, voucher: code, deposit: true }] });
}

at("deposit-find").addEventListener("submit", (event) => { event.preventDefault(); look(); });
at("deposit-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = await add();
  at("deposit-wrong").textContent = wrong;
  if (!wrong) at("deposit").close();
});
