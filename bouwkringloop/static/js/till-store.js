/** Storing a paid basket: sent as often as it takes to know what became of it, and never sold twice. */

import { body, settle } from "./till-basket.js";
import { finish } from "./till-done.js";
import { format } from "./money.js";
import { alarm, at, data, hush, say } from "./till-page.js";
import { send } from "./till-send.js";
import { cashBack, kept, sum, update } from "./till-state.js";

/** @typedef {import("./till-basket.js").Paid} Paid */

let busy = false;

/** @type {{choose: (way: string) => void, approve: (needs: any) => void}} what the paying screen does meanwhile */
let screen;

/** @param {typeof screen} given */
export const onScreen = (given) => { screen = given; };

/** @param {Paid[]} paid */
export function pay(paid) {
  const settled = settle(sum(), paid, cashBack());
  if ("refused" in settled) {
    const words = { "too-much-cash": "tooMuchCash", "too-much-cash-back": "tooMuchCashBack", "paid-too-much": "overCard", "absurd-amount": "absurd", "not-paid-out": "payOutExactly" }[settled.refused];
    return alarm(words ? say(words, { due: format(settled.cents ?? 0) }) : `${say("missing")}: ${format(settled.cents)}`);
  }
  hush();
  const receipt = at("no-receipt").checked ? "none" : "print";
  update({ sent: JSON.stringify(body({ ...kept, shift: data.shift, receipt }, paid)) });
  return store(false);
}

/**
 * Sends what is to be stored.
 * @param {boolean} resumed whether it may have been sent before
 */
export async function store(resumed) {
  if (busy) return;
  busy = true;
  hush();
  if (!at("pay").open) at("pay").showModal();
  screen.choose("wait");
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
  // What a voucher does not hold any more pays for nothing; its code is asked anew.
  const voucher = ["not-that-much-on-it", "unknown-voucher", "deposit-is-for-another"].includes(answer.slug);
  if (voucher) update({ parts: kept.parts.filter((part) => part.method !== "voucher") });
  if (gone || answer.needs || !(voucher || kept.parts.length)) at("pay").close();
  else screen.choose(voucher ? "voucher" : "cash");
  alarm(answer.detail);
  if (answer.needs) screen.approve(answer.needs);
  return undefined;
}
