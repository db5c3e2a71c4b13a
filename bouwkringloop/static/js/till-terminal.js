/**
 * Paying by the card terminal: has the server ask for the amount, and waits until it is known what became of it.
 * The id of a payment is made here, so whatever is sent again asks the terminal only once.
 */

import { uuid4 } from "./money.js";
import { ask } from "./till-send.js";
import { address } from "./root.js";

const EVERY_MS = 700;
const PAYMENTS = address("/api/v1/card-payments");

/**
 * `starting` and `pending` go on; `paid`, `failed` and `unknown` are what became of it; `refused` was never begun, and
 * `barred` wants somebody to log in, after which `followTerminal` goes on.
 * @typedef {"starting" | "pending" | "paid" | "failed" | "unknown" | "refused" | "barred"} State
 * @typedef {{id: string, state: State, message: string, slug?: string, lost?: boolean}} CardPayment
 * @typedef {{onState?: (payment: CardPayment) => void, signal?: AbortSignal}} How
 */

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** @param {State} state */
const goesOn = (state) => state === "starting" || state === "pending";

/**
 * @param {string} id
 * @param {string} url
 * @param {RequestInit} [how]
 * @returns {Promise<CardPayment | null>} null where no answer came, so that asking again is right
 */
async function once(id, url, how) {
  try {
    const response = await ask(url, how);
    const answer = await response.json();
    if (response.ok) return { id, state: answer.state, message: answer.message };
    if (response.status >= 500 || response.status === 429) return null;
    const barred = response.status === 401 || response.status === 403;
    return { id, state: barred ? "barred" : "refused", message: answer.detail, slug: answer.type.replace("/problems/", "") };
  } catch {
    return null;
  }
}

/**
 * Asks until the payment has ended. An abort of the signal asks the terminal to stop; it may have been paid just before,
 * so what became of it is waited for all the same.
 * @param {CardPayment} payment
 * @param {() => Promise<CardPayment | null>} first the question to begin with, repeated until it is answered
 * @param {How} how
 * @returns {Promise<CardPayment>}
 */
async function follow(payment, first, { onState = () => {}, signal }) {
  let at = payment;
  let [answered, stopped] = [false, false];
  onState(at);
  for (;;) {
    const stop = answered && !stopped && signal?.aborted;
    const path = `${PAYMENTS}/${at.id}`;
    const told = await (stop ? once(at.id, `${path}/cancel`, { method: "POST" }) : answered ? once(at.id, path) : first());
    if (told) [at, answered, stopped] = [told, true, stopped || Boolean(stop)];
    else at = { ...at, lost: true };
    onState(at);
    if (!goesOn(at.state)) return at;
    if (!(answered && !stopped && signal?.aborted)) await wait(EVERY_MS);
  }
}

/**
 * Has the till's terminal ask for an amount. `onState` hears the id at once, before anything is sent: keep it, and give
 * it to `followTerminal` after a reload.
 * @param {{saleId: string, shift: string, cents: number, id?: string}} what
 * @param {How} [how]
 * @returns {Promise<CardPayment>} what became of it
 */
export function payByTerminal({ saleId, shift, cents, id = uuid4() }, how = {}) {
  const text = JSON.stringify({ id, shift, sale: saleId, amount_cents: cents });
  const first = () => once(id, PAYMENTS, { method: "POST", body: text, headers: { "Content-Type": "application/json" } });
  return follow({ id, state: "starting", message: "" }, first, how);
}

/**
 * Goes on waiting for a payment that was begun before. One that never reached the server is `refused`.
 * @param {string} id
 * @param {How} [how]
 * @returns {Promise<CardPayment>} what became of it
 */
export const followTerminal = (id, how = {}) =>
  follow({ id, state: "pending", message: "" }, () => once(id, `${PAYMENTS}/${id}`), how);

/**
 * Says what became of a payment in doubt, as somebody saw it.
 * @param {string} id
 * @param {"paid" | "failed"} state
 * @param {string} note where it was seen
 * @returns {Promise<CardPayment | null>} null where no answer came; the same can be said again
 */
export const settleTerminal = (id, state, note) =>
  once(id, `${PAYMENTS}/${id}/settle`, {
    method: "POST", body: JSON.stringify({ state, note }), headers: { "Content-Type": "application/json" },
  });
