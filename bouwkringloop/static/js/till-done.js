/** What is shown after a sale: the change to give, and the receipt, until the next customer. */

import { format } from "./money.js";
import { empty } from "./till-keep.js";
import { at, data, make, say } from "./till-page.js";
import { offerReceipt } from "./till-receipt.js";
import { sound } from "./till-sound.js";
import { kept, now, update } from "./till-state.js";

/**
 * Keeps what the server answered, and shows it.
 * @param {any} sale
 */
export function finish(sale) {
  const done = {
    id: sale.id, number: sale.receipt_number, totalCents: sale.total_cents + sale.rounding_cents, roundingCents: sale.rounding_cents, changeCents: sale.change_cents,
    cash: sale.payments.some((/** @type {any} */ p) => p.method === "cash"), vouchers: sale.vouchers ?? [],
  };
  now({ timesMilli: null });
  update({ ...empty(), done, last: { id: done.id, number: done.number } });
  at("pay").close();
  sound("right");
  showDone();
}

/** Shows the sale that was just made, also after a reload. */
export function showDone() {
  const { done } = kept;
  const paidOut = done.totalCents < 0 && done.cash;
  at("done-word").textContent = say(paidOut ? "payOut" : done.totalCents < 0 ? "paidBack" : done.changeCents ? "changeDue" : "paid");
  at("done-sum").textContent = paidOut ? format(-done.totalCents) : done.changeCents ? format(done.changeCents) : "✓";
  at("done").classList.toggle("done-exact", !done.changeCents && !paidOut);
  const note = { number: done.number, total: format(done.totalCents - (done.roundingCents ?? 0)), rounded: format(done.totalCents) };
  at("done-note").textContent = `${say(done.roundingCents ? "receiptRounded" : "receiptNote", note)}${done.cash && !done.changeCents && !paidOut ? ` · ${say("paidExact")}` : ""}`;
  at("done-vouchers").replaceChildren(...(done.vouchers ?? []).map(voucherLine));
  at("done-picture").src = `${data.saleUrl}${done.id}/receipt.png`;
  at("done-receipt").href = data.saleUrl + done.id;
  offerReceipt(done.id);
  if (!at("done").open) at("done").showModal();
  at("next").focus();
}

/** @param {{code: string, amount_cents: number, left_cents: number}} voucher */
const voucherLine = ({ code, amount_cents: cents, left_cents: left }) => make("p", {},
  cents > 0 ? say("voucherMade", { code, amount: format(cents) }) : say("voucherLeft", { code: code.slice(-4), left: format(left) }));

/** Ends what is shown of the last sale; the till is ready for the next customer. */
export function nextCustomer() {
  if (!kept.done) return;
  at("done").close();
  update({ done: null });
}

at("next").addEventListener("click", nextCustomer);
at("done").addEventListener("cancel", (event) => { event.preventDefault(); nextCustomer(); });
