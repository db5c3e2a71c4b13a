/** The till: scans, pictures, keys and the basket come together here. */

import { confirmed } from "./base.js";
import { onScan } from "./scan.js";
import { format, parseQuantity, uuid4 } from "./money.js";
import { isWhole, put } from "./till-basket.js";
import { askAmount, askKind, closeAsk, isAsking, onAnswers } from "./till-ask.js";
import { askCollector, tellCollector } from "./till-collect.js";
import { openDeposit, useDeposits } from "./till-deposit.js";
import { setAmount, step, takeOut } from "./till-lines.js";
import { nextCustomer } from "./till-done.js";
import { acts } from "./till-more.js";
import { openPark, openWaiting } from "./till-park.js";
import { openPay, resume } from "./till-pay.js";
import "./till-display-feed.js";
import { openReturn } from "./till-return.js";
import { alarm, amount, at, data, hush, lastDay, murmur, say } from "./till-page.js";
import { closeSearch, isSearching, onFound } from "./till-search.js";
import { ask } from "./till-send.js";
import { sound } from "./till-sound.js";
import { chosen, isLocked, kept, moment, now, update } from "./till-state.js";
import { address } from "./root.js";

const CODE_LENGTH = 8;
/** Keys that the browser would use for itself. */
const KEYS = new Set(["F2", "F4", "F6", "F7", "F8", "F9"]);

/** Scans are looked up one after the other, so that the basket has them in order. */
let queue = Promise.resolve();

/** @param {string} tab the part that a phone shows */
function openTab(tab) {
  at("sell").dataset.tab = tab;
  for (const button of document.querySelectorAll("[data-tab-to]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tabTo === tab));
  }
}

/** Takes the number that was typed for what comes next. */
function takeTimes() {
  const times = moment.timesMilli;
  now({ timesMilli: null });
  return times;
}

/**
 * Puts a line into the basket, or says why not.
 * @param {any} line
 */
function add(line) {
  const { lines, line: now_, outcome } = put(kept.lines, line);
  const left = now_.leftMilli === null ? "" : amount(now_.leftMilli, now_.unit);
  const refused = {
    "sold-out": () => say("soldOut", { title: now_.title }),
    already: () => say("already", { title: now_.title }),
    "not-that-much": () => say("notThatMuch", { title: now_.title, left }),
    full: () => say("full"),
  }[outcome];
  if (refused) {
    if (outcome === "already") update({ chosen: now_.key });
    alarm(refused(), outcome === "sold-out" ? { act: () => openReturn(now_.item), text: say("takeItBack") } : undefined);
    if (outcome === "sold-out") tellCollector(now_);
    return;
  }
  hush();
  moment.out = null;
  update({ lines, chosen: now_.key });
  sound("right");
  murmur(outcome === "more"
    ? say("more", { title: now_.title, amount: amount(now_.quantityMilli, now_.unit) })
    : say("added", { title: now_.title, price: format(now_.unitPriceCents) }));
  if (line.open) askAmount(kept.lines.find((other) => other.key === now_.key));
  else openTab("basket");
}

/**
 * Puts an item into the basket; the number typed for it is for nothing else.
 * @param {any} item as the API describes it
 * @param {number | null} times
 */
async function addItem(item, times) {
  if (item.state !== "for_sale" && item.quantity > 0) {
    return alarm(say("notForSale", { title: item.title }));
  }
  const free = Math.round((item.quantity - item.reserved) * 1000);
  const collected = item.reserved > 0 && free < (times ?? 1000) ? await whoCollects(item) : null;
  const mine = collected ? Math.round(collected.quantity * 1000) : 0;
  if (item.reserved > 0 && free + mine === 0) {
    return alarm(say("keptForSomebody", { title: item.title }));
  }
  add({
    key: uuid4(), item: item.code, category: null, title: item.title, unit: item.unit,
    quantityMilli: times ?? (mine || 1000), unitPriceCents: item.price_cents, labelPriceCents: item.price_cents,
    discountCents: 0, reason: "", leftMilli: free + mine, reservation: collected?.id ?? null,
    open: !isWhole(item.unit) && times === null && !mine,
  });
  return undefined;
}

/**
 * Asks whether one of those for whom an item is kept stands at the till.
 * @param {any} item
 * @returns {Promise<any>} the reservation, or null when it is none of them
 */
async function whoCollects(item) {
  const response = await ask(address(`/api/v1/items/${item.code}/reservations`));
  for (const kept of response.ok ? await response.json() : []) {
    if (await confirmed(say("isItThem", { title: item.title, name: kept.name, until: lastDay(kept.expires_at) }))) return kept;
  }
  return null;
}

/** @param {number | null} times */
function giveBack(times) {
  if (moment.timesMilli === null) now({ timesMilli: times });
}

/**
 * @param {string} code
 * @param {number | null} times typed before this scan; what is typed after it is for the next
 */
async function lookUp(code, times) {
  try {
    const response = await ask(address(`/api/v1/items/${encodeURIComponent(code)}`));
    const answer = await response.json();
    if (response.ok) return addItem(answer, times);
    if (response.status === 401) alarm(say("loggedOut"), { url: data.loginUrl, text: say("logIn") });
    else if (answer.type === "/problems/no-such-item") alarm(say("unknown", { code }));
    else alarm(answer.detail);
  } catch {
    alarm(say("offline"));
  }
  return giveBack(times);
}

/**
 * Gives the whole code where a scanner hesitated after its first digits, so that they passed for typing.
 * @param {string} code
 */
function whole(code) {
  const joined = at("entry").value + code;
  if (code.length === CODE_LENGTH || !new RegExp(`^\\d{${CODE_LENGTH}}$`).test(joined)) return code;
  at("entry").value = "";
  return joined;
}

/** @param {string} code of a thing that was scanned while its receipt is looked for */
function openReturnAgain(code) {
  at("return").close();
  openReturn(code);
}

/** @param {string} scan */
function scanned(scan) {
  const code = whole(scan);
  // A scan that began outside every field left its digits in the field that keys are led to.
  for (const id of ["entry", "ask-price", "ask-amount"]) {
    if (at(id).value.endsWith(code)) at(id).value = at(id).value.slice(0, -code.length);
  }
  if (kept.done) nextCustomer();
  if (at("return").open) return openReturnAgain(code);
  if (at("deposit").open) return openDeposit(code);
  if (isLocked() || at("pay").open) return alarm(say("payOpen"));
  if (isAsking()) closeAsk();
  const times = takeTimes();
  queue = queue.then(() => lookUp(code, times));
  return undefined;
}

/** Keeps the typed number for what is scanned or pressed next. */
function times() {
  const read = parseQuantity(at("entry").value);
  if (!("milli" in read) || read.milli === 0) return alarm(say("timesFirst"));
  hush();
  at("entry").value = "";
  now({ timesMilli: read.milli });
  return undefined;
}

/** Gives the chosen line the typed amount, or asks for one. */
function changeAmount() {
  const line = chosen();
  if (!line) return alarm(say("noLine"));
  const text = at("entry").value;
  if (!text) return askAmount(line);
  const read = parseQuantity(text);
  if ("error" in read) return alarm(say("unreadable", { text }));
  if (setAmount(line, read.milli)) at("entry").value = "";
  return undefined;
}

function back() {
  if (isAsking()) closeAsk();
  else if (isSearching() || at("search").value) closeSearch();
  else if (at("entry").value || moment.timesMilli !== null) {
    at("entry").value = "";
    now({ timesMilli: null });
  } else hush();
  at("entry").focus();
}

/**
 * Does something once whatever was scanned just before is in the basket.
 * @param {() => void} act
 */
const afterScans = (act) => () => queue.then(act);

/** Goes to the payment, after whatever was scanned just before is in the basket. */
async function pay() {
  await queue;
  const open = kept.lines.find((line) => line.open);
  if (open) askAmount(open);
  else askCollector(() => useDeposits(openPay));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const dialog = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (KEYS.has(event.key)) event.preventDefault();
  if (dialog) return;
  const field = event.target instanceof HTMLInputElement ? event.target : null;
  const searching = field?.id === "search";
  const act = {
    F2: () => { openTab("what"); at("search").focus(); },
    F4: afterScans(openPark),
    F6: afterScans(openWaiting),
    F7: afterScans(() => openReturn()),
    F8: afterScans(acts.discount),
    F9: pay,
    Escape: back,
    "+": searching ? null : () => step(1),
    "-": searching ? null : () => step(-1),
    "*": searching ? null : times,
    Delete: field?.value ? null : takeOut,
    "?": field?.value ? null : () => at("keys-help").showModal(),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (!field && /^[\d.,]$/.test(event.key)) {
    // A number typed anywhere goes to the keys; the character itself follows the focus.
    at(isAsking() ? (at("ask-price-box").hidden ? "ask-amount" : "ask-price") : "entry").focus();
  }
}

onAnswers({ add: (line) => { takeTimes(); add(line); }, set: setAmount, openTab });
onFound({ put: (item) => addItem(item, takeTimes()), kind: askKind });
onScan(scanned);
document.addEventListener("keydown", onKey);
at("entry").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Enter" && at("entry").value) changeAmount();
});
at("do-pay").addEventListener("click", pay);
at("do-park").addEventListener("click", afterScans(openPark));
at("do-waiting").addEventListener("click", afterScans(openWaiting));
at("more").addEventListener("click", (event) => {
  const name = /** @type {HTMLElement} */ (event.target).closest("[data-act]")?.dataset.act;
  if (!name || isLocked()) return;
  at("more").close();
  if (name === "return") openReturn();
  else if (name === "deposit") openDeposit();
  else acts[name]();
});
at("do-times").addEventListener("click", times);
at("do-amount").addEventListener("click", changeAmount);
at("kinds").addEventListener("click", (event) => {
  const tile = /** @type {HTMLElement} */ (event.target).closest("[data-kind]");
  if (tile && !isLocked()) askKind(data.kinds.find((/** @type {any} */ kind) => kind.slug === tile.dataset.kind));
});
document.querySelector(".sell-tabs").addEventListener("click", (event) => {
  const tab = /** @type {HTMLElement} */ (event.target).closest("[data-tab-to]");
  if (tab) openTab(tab.dataset.tabTo);
});
// The shift may be another one by now than when the basket was begun; what was sent stays as it was sent.
update({ chosen: kept.chosen });
at("entry").focus();
resume();
