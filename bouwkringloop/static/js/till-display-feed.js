/**
 * Tells the screen for customers what is in the basket, in the same browser, after each change and whenever it asks. Only
 * what a customer may see goes out: no names under which something is kept or parked, no reasons, and nothing of who
 * allows what.
 */

import { format } from "./money.js";
import { ownName } from "./root.js";
import { priced } from "./till-basket.js";
import { amount, at, data, say } from "./till-page.js";
import { kept, off, sum, watch } from "./till-state.js";

const channel = new BroadcastChannel(ownName(`till-display:${data.till}`));

/** The QR code of a receipt while it is shown here. */
let code = "";

/** @param {import("./till-basket.js").Line} line */
function lineOf(line) {
  const price = priced(line);
  const cut = line.discountCents ? ` · ${say("cut", { amount: `− ${format(line.discountCents)}` })}` : "";
  const times = line.open ? say("howMuch") : `${amount(line.quantityMilli, line.unit)} × ${format(line.unitPriceCents)}${cut}`;
  return {
    title: line.title,
    words: line.kind ? "" : (line.back ? `${say("comesBack")} · ` : "") + times,
    sum: line.open || "refused" in price ? "–" : format(price.cents),
    back: Boolean(line.back),
    chosen: line.key === kept.chosen,
  };
}

/** @returns {{word: string, sum: string}} what counts most of a basket */
function toPay() {
  const rest = sum() - kept.parts.reduce((cents, part) => cents + part.tenderedCents, 0);
  // On the paying screen stands what cash comes to, rounded.
  const due = at("pay").open ? at("pay-due").textContent : format(Math.abs(rest));
  const paying = kept.parts.length ? "stillToPay" : at("pay").open ? "toPay" : "total";
  return { word: rest < 0 ? "getBack" : paying, sum: due };
}

function basket() {
  const card = data.cards.find((/** @type {any} */ one) => one.slug === kept.discount?.card);
  return {
    kind: "basket",
    lines: kept.lines.map(lineOf),
    rows: [
      ...(kept.discount ? [[card?.name ?? say("basketDiscount"), `− ${format(off())}`]] : []),
      ...kept.parts.map((part) => [say(part.method === "voucher" ? "byVoucher" : "byCard"), format(part.tenderedCents)]),
    ],
    ...toPay(),
  };
}

function done() {
  const { totalCents, changeCents } = kept.done;
  const word = totalCents < 0 ? "getBack" : changeCents ? "change" : "paid";
  const shown = word === "getBack" ? -totalCents : word === "change" ? changeCents : totalCents;
  return { kind: "done", word, sum: format(shown), total: format(totalCents), code };
}

function feed() {
  channel.postMessage(kept.done ? done() : kept.lines.length ? basket() : { kind: "idle" });
}

watch(feed);
channel.addEventListener("message", (event) => { if (event.data === "ask") feed(); });
document.addEventListener("receipt-code", (event) => { code = /** @type {CustomEvent} */ (event).detail; feed(); });
// What is to be paid changes with the way of paying, which is no part of the basket.
new MutationObserver(feed).observe(at("pay"), { attributeFilter: ["open"] });
new MutationObserver(feed).observe(at("pay-due"), { childList: true });
window.addEventListener("pagehide", () => channel.postMessage({ kind: "idle" }));
window.addEventListener("pageshow", feed);
