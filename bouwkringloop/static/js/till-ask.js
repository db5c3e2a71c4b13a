/** The question beside the keys: the price and amount of a thing without label, or how much of a measured one. */

import { format, parse, parseQuantity, uuid4 } from "./money.js";
import { isWhole, priced } from "./till-basket.js";
import { alarm, at, data, hush, number, make, pictogram, say, typed } from "./till-page.js";
import { renew } from "./till-keypad.js";
import { kept, moment } from "./till-state.js";

/** What is being asked about: a kind of goods, or a line. @type {{kind?: any, line?: any} | null} */
let asked = null;
/** @type {{add: (line: any) => void, set: (line: any, milli: number) => boolean, openTab: (tab: string) => void}} */
let answers;

/** @param {typeof answers} given what to do with an answer */
export const onAnswers = (given) => { answers = given; };

/** @param {string} id of the field that the keys type into */
function aim(id) {
  document.querySelector(".zone-keys .keypad").dataset.keypadFor = id;
}

/** @param {{unit: string, title: string}} what */
function open(what) {
  hush();
  for (const [id, hidden] of [["ask", false], ["ask-foot", false], ["entry-box", true], ["entry-foot", true]]) at(id).hidden = hidden;
  at("ask-title").textContent = what.title;
  at("ask-unit").textContent = data.units[what.unit][1];
  answers.openTab("keys");
}

/** Closes the question without an answer. */
export function closeAsk() {
  asked = null;
  for (const [id, hidden] of [["ask", true], ["ask-foot", true], ["entry-box", false], ["entry-foot", false]]) at(id).hidden = hidden;
  aim("entry");
}

/** @returns {boolean} */
export const isAsking = () => asked !== null;

/** @param {string} id */
function focus(id) {
  at(id).focus();
  renew(at(id));
}

/**
 * Asks the price of a kind of goods, and how much where it is more than one.
 * @param {any} kind
 */
export function askKind(kind) {
  asked = { kind };
  open({ unit: kind.unit, title: kind.name });
  at("ask-picture").replaceChildren(pictogram(kind.pictogram));
  at("ask-price-box").hidden = false;
  at("ask-price-word").textContent = say("pricePer", { unit: data.units[kind.unit][0] });
  at("ask-price").value = "";
  at("ask-amount").value = moment.timesMilli === null ? "1" : String(moment.timesMilli / 1000);
  at("ask-add-word").textContent = say("add");
  const middle = Math.round((kind.low + kind.high) / 2 / 50) * 50;
  const usual = [...new Set([kind.low, middle, kind.high])].filter((cents) => cents >= kind.low && cents <= kind.high);
  at("ask-advice").replaceChildren(...usual.map((cents) =>
    make("button", { type: "button", class: "advice", onclick: () => { at("ask-price").value = typed(cents); reckon(); } }, format(cents))));
  focus("ask-price");
  reckon();
}

/**
 * Asks how much of a line is bought.
 * @param {any} line
 */
export function askAmount(line) {
  asked = { line };
  open({ unit: line.unit, title: line.title });
  at("ask-picture").replaceChildren();
  at("ask-price-box").hidden = true;
  at("ask-advice").replaceChildren();
  at("ask-amount").value = line.open ? "" : number(line.quantityMilli);
  at("ask-add-word").textContent = say(line.open ? "add" : "change");
  focus("ask-amount");
  reckon();
}

/** Reads what was typed so far; null with a name of what is wrong. */
function read() {
  const milli = parseQuantity(at("ask-amount").value || "");
  if (asked.line) return { milli, cents: asked.line.unitPriceCents };
  const price = parse(at("ask-price").value || "");
  return { milli, cents: "cents" in price ? price.cents : null };
}

function reckon() {
  const { milli, cents } = read();
  const unit = (asked.line ?? asked.kind).unit;
  const price = "milli" in milli && cents !== null
    ? priced({ unit, quantityMilli: milli.milli, unitPriceCents: cents, discountCents: 0 }) : { refused: "" };
  at("ask-sum").textContent = "cents" in price ? format(price.cents) : "";
}

/** Takes the answer, or says what is wrong with it. */
function answer() {
  const { milli, cents } = read();
  const price = at("ask-price").value;
  if (asked.kind && !price) return alarm(say("typePrice"));
  if (cents === null) return alarm(say("unreadable", { text: price }));
  if (!at("ask-amount").value) return alarm(say("typeAmount"));
  if ("error" in milli) return alarm(say("unreadable", { text: at("ask-amount").value }));
  if (asked.line) {
    if (answers.set(asked.line, milli.milli)) leave();
    return undefined;
  }
  const { kind } = asked;
  const line = {
    key: uuid4(), item: null, category: kind.slug, title: kind.name, unit: kind.unit, quantityMilli: milli.milli,
    unitPriceCents: cents, labelPriceCents: cents, discountCents: 0, reason: "", leftMilli: null,
  };
  const whole = priced(line);
  if ("refused" in whole) return alarm(say(whole.refused === "only-whole" ? "onlyWhole" : "absurd"));
  leave();
  answers.add(line);
  return undefined;
}

function leave() {
  closeAsk();
  at("entry").focus();
  answers.openTab(kept.lines.length ? "basket" : "what");
}

at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
at("ask-cancel").addEventListener("click", leave);
for (const id of ["ask-price", "ask-amount"]) {
  at(id).addEventListener("focus", () => aim(id));
  at(id).addEventListener("input", reckon);
  // A finger on the field means a new number, not one behind the old.
  at(id).addEventListener("pointerup", () => renew(at(id)));
}
