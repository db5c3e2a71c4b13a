/** The card terminal that is joined to the till: it asks for the amount, and the till waits for what became of it. */

import { format } from "./money.js";
import { alarm, at, data, say } from "./till-page.js";
import { kept, update } from "./till-state.js";
import { followTerminal, payByTerminal } from "./till-terminal.js";

/** Asks the terminal to stop. */
let stopper = new AbortController();
/** @type {(paid: import("./till-basket.js").Paid, whole: boolean) => void} */
let then;

/** @param {typeof then} paid what to do with what the terminal took */
export const onPaid = (paid) => { then = paid; };

/** @param {import("./till-terminal.js").CardPayment} payment */
function show({ state, message, lost }) {
  at("terminal-words").textContent = lost ? say("offline") : message || say("terminalAsked");
  at("terminal-stop").hidden = !["starting", "pending"].includes(state);
}

/** @param {number} cents */
function open(cents) {
  stopper = new AbortController();
  at("terminal").showModal();
  at("terminal-sum").textContent = format(cents);
}

/**
 * Has the terminal ask for an amount, and goes on when it was paid.
 * @param {number} cents
 * @param {boolean} whole whether that pays the basket
 */
export async function askTerminal(cents, whole) {
  open(cents);
  const onState = (/** @type {import("./till-terminal.js").CardPayment} */ payment) => {
    // The payment is kept before anything is sent, so that a reload goes on with it.
    if (kept.terminal?.id !== payment.id) update({ terminal: { id: payment.id, cents, whole } });
    show(payment);
  };
  finish(await payByTerminal({ saleId: kept.id, shift: data.shift, cents }, { onState, signal: stopper.signal }), cents, whole);
}

/** Goes on where a reload broke off. */
export async function resumeTerminal() {
  const { id, cents, whole } = kept.terminal;
  open(cents);
  finish(await followTerminal(id, { onState: show, signal: stopper.signal }), cents, whole);
}

/**
 * @param {import("./till-terminal.js").CardPayment} end
 * @param {number} cents
 * @param {boolean} whole
 */
function finish(end, cents, whole) {
  at("terminal").close();
  if (end.state === "barred") return alarm(end.message, { url: data.loginUrl, text: say("logIn") });
  update({ terminal: null });
  if (end.state === "paid") return then({ method: "pin", tenderedCents: cents, card: end.id }, whole);
  if (end.state === "unknown") return alarm(`${end.message} ${say("terminalDoubt")}`, { url: data.cardsUrl, text: say("terminalSettle") });
  return alarm(end.message || say("terminalFailed"));
}

at("terminal-stop").addEventListener("click", () => stopper.abort());
at("terminal").addEventListener("cancel", (event) => event.preventDefault());
