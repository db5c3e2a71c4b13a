/** The question beside the keys: the price and amount of a thing without label, or how much of a measured one. */

import { format, parse, parseQuantity, uuid4 } from "./money.js";
import { areaMilli, markedDown } from "./till-measure.js";
import { isWhole, priced } from "./till-basket.js";
import { alarm, at, data, hush, make, pictogram, say, typed, typedNumber } from "./till-page.js";
import { renew } from "./till-keypad.js";
import { kept, moment, now } from "./till-state.js";

/** A piece of more than 100 m² was measured in centimetres. */
const MOST_MM2 = 100_000_000;

/** What is being asked about: a kind of goods, or a line. @type {{kind?: any, line?: any} | null} */
let asked = null;
/** The colour of the sticker on what is asked about. @type {any} */
let sticker = null;
/** @type {import("./till-basket.js").Line["measures"]} */
let measures = null;
/** @type {{add: (line: any) => void, set: (line: any, milli: number, measures: any) => boolean, openTab: (tab: string) => void}} */
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
  at("ask-measures").hidden = true;
  at("ask-measure").hidden = what.unit !== "m2";
  at("ask-stickers").hidden = true;
  [sticker, measures] = [null, null];
  for (const id of ["ask-length", "ask-width"]) at(id).value = "";
  at("ask-pieces").value = "1";
  answers.openTab("keys");
}

/** Closes the question without an answer. */
export function closeAsk() {
  asked = null;
  // A number that was typed for this is not for what comes next.
  now({ timesMilli: null });
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
  if (kind.flat && isWhole(kind.unit)) return answers.add(flatLine(kind));
  asked = { kind };
  open({ unit: kind.unit, title: kind.name });
  at("ask-picture").replaceChildren(pictogram(kind.pictogram));
  at("ask-price-box").hidden = Boolean(kind.flat);
  at("ask-stickers").hidden = !data.colours.length || Boolean(kind.flat);
  showSticker();
  at("ask-price-word").textContent = say("pricePer", { unit: data.units[kind.unit][0] });
  at("ask-price").value = "";
  at("ask-amount").value = moment.timesMilli === null ? "1" : String(moment.timesMilli / 1000);
  at("ask-add-word").textContent = say("add");
  const middle = Math.round((kind.low + kind.high) / 2 / 50) * 50;
  const usual = kind.flat ? [] : [...new Set([kind.low, middle, kind.high])].filter((cents) => cents >= kind.low && cents <= kind.high);
  at("ask-advice").replaceChildren(...usual.map((cents) =>
    make("button", { type: "button", class: "advice", onclick: () => { at("ask-price").value = typed(cents); reckon(); } }, format(cents))));
  focus(kind.flat ? "ask-amount" : "ask-price");
  reckon();
  return undefined;
}

/**
 * Makes a line of a kind of which every thing costs the same.
 * @param {any} kind
 */
const flatLine = (kind) => ({
  key: uuid4(), item: null, category: kind.slug, title: kind.name, unit: kind.unit, quantityMilli: moment.timesMilli ?? 1000,
  unitPriceCents: kind.flat, labelPriceCents: kind.flat, discountCents: 0, reason: "", leftMilli: null,
});

function showSticker() {
  for (const chip of at("ask-stickers").querySelectorAll("[data-sticker]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.sticker === (sticker?.slug ?? "")));
  }
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
  at("ask-amount").value = line.open ? "" : typedNumber(line.quantityMilli);
  at("ask-add-word").textContent = say(line.open ? "add" : "change");
  focus("ask-amount");
  reckon();
}

/** Reads what was typed so far; null with a name of what is wrong. */
function read() {
  const milli = parseQuantity(at("ask-amount").value || "");
  if (asked.line) return { milli, cents: asked.line.unitPriceCents };
  if (asked.kind.flat) return { milli, cents: asked.kind.flat };
  const price = parse(at("ask-price").value || "");
  return { milli, cents: "cents" in price ? markedDown(price.cents, sticker?.percent ?? 0) : null };
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
  if (asked.kind && !asked.kind.flat && !price) return alarm(say("typePrice"));
  if (cents === null) return alarm(say("unreadable", { text: price }));
  if (!at("ask-amount").value) return alarm(say("typeAmount"));
  if (measures && measures.length_mm * measures.width_mm > MOST_MM2) return alarm(say("metres"));
  if ("error" in milli) return alarm(say("unreadable", { text: at("ask-amount").value }));
  if (asked.line) {
    if (answers.set(asked.line, milli.milli, measures)) leave();
    return undefined;
  }
  const { kind } = asked;
  const line = {
    key: uuid4(), item: null, category: kind.slug, title: kind.name, unit: kind.unit, quantityMilli: milli.milli,
    unitPriceCents: cents, labelPriceCents: cents, discountCents: 0, reason: "", leftMilli: null, measures,
    sticker: sticker ? { slug: sticker.slug, cents: /** @type {any} */ (parse(price)).cents } : null,
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
at("ask-measure").addEventListener("click", () => {
  at("ask-measures").hidden = false;
  focus("ask-length");
  aim("ask-length");
});
at("ask-stickers").addEventListener("click", (event) => {
  const chip = /** @type {HTMLElement} */ (event.target).closest("[data-sticker]");
  if (!chip) return;
  sticker = data.colours.find((/** @type {any} */ colour) => colour.slug === chip.dataset.sticker) ?? null;
  showSticker();
  reckon();
});

/** Works out how much length, width and number come to. */
function measure() {
  const [length, width, pieces] = ["ask-length", "ask-width", "ask-pieces"].map((id) => parseQuantity(at(id).value || ""));
  measures = "milli" in length && "milli" in width && "milli" in pieces && pieces.milli >= 1000 && pieces.milli % 1000 === 0
    ? { length_mm: length.milli, width_mm: width.milli, pieces: pieces.milli / 1000 } : null;
  const milli = measures ? areaMilli(measures) : 0;
  at("ask-amount").value = milli ? typedNumber(milli) : "";
  if (!milli) measures = null;
  reckon();
}
for (const id of ["ask-length", "ask-width", "ask-pieces"]) at(id).addEventListener("input", measure);
at("ask-amount").addEventListener("input", () => { measures = null; });
for (const id of ["ask-price", "ask-amount", "ask-length", "ask-width", "ask-pieces"]) {
  at(id).addEventListener("focus", () => aim(id));
  at(id).addEventListener("input", reckon);
  // A finger on the field means a new number, not one behind the old.
  at(id).addEventListener("pointerup", () => renew(at(id)));
}
