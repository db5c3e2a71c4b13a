/** Taking back: by the receipt, by the thing's label, or without anything for store credit. */

import { format, parse, parseQuantity, uuid4 } from "./money.js";
import { isWhole, partOf, priced } from "./till-basket.js";
import { amount, at, clock, data, hush, make, say, typedNumber } from "./till-page.js";
import { ask } from "./till-send.js";
import { isLocked, kept, update } from "./till-state.js";
import { address } from "./root.js";

/** The sale that is looked at, with what of it can come back. @type {any} */
let sale = null;

/** @param {string} [query] a receipt's number or a thing's code */
export function openReturn(query = "") {
  if (isLocked()) return;
  hush();
  show("find");
  at("return-query").value = query;
  at("return-wrong").textContent = "";
  at("return-found").replaceChildren();
  at("return").showModal();
  at("return-query").focus();
  look();
}

/** @param {string} step find, lines or blind */
function show(step) {
  for (const pane of at("return").querySelectorAll("[data-step]")) pane.hidden = pane.dataset.step !== step;
  at("return-wrong").textContent = "";
}

/** @param {string} url */
async function get(url) {
  try {
    const response = await ask(address(url));
    const answer = await response.json();
    if (response.ok) return answer;
    at("return-wrong").textContent = answer.detail;
  } catch {
    at("return-wrong").textContent = say("offline");
  }
  return null;
}

/** Lists the sales that fit, the newest first. */
async function look() {
  const query = at("return-query").value.trim();
  at("return-wrong").textContent = "";
  const found = await get(`/api/v1/sales?q=${encodeURIComponent(query)}&till=${data.till}`);
  if (!found) return;
  at("return-found").replaceChildren(...found.map((/** @type {any} */ one) =>
    make("button", { type: "button", class: "found", onclick: () => choose(one.id) },
      make("span", { class: "found-words" }, make("strong", {}, say("receiptOf", { number: one.receipt_number })),
        make("span", {}, `${one.till} · ${clock(one.at, { dateStyle: "medium", timeStyle: "short" })} · ${one.what}`)),
      make("span", { class: "found-price" }, format(one.total_cents)))));
  if (!found.length) at("return-wrong").textContent = say("noReceipt");
}

/** @param {string} id */
async function choose(id) {
  const found = await get(`/api/v1/sales/${id}/returnable`);
  if (!found) return;
  sale = found;
  show("lines");
  at("return-of").textContent = say("receiptOf", { number: found.receipt_number });
  at("return-lines").replaceChildren(...found.lines.map(lineRow));
}

/** @param {any} line */
function lineRow(line) {
  const left = Math.round(line.quantity * 1000);
  const taken = kept.lines.some((other) => other.back?.sale === sale.id && other.back.line === line.line);
  const none = left === 0 || taken;
  const id = `return-${line.line}`;
  const places = make("span", { class: "return-places" }, ...["stock", "repair", "residue"].map((place) =>
    make("button", { type: "button", class: "btn btn-quiet", disabled: none, onclick: () => add(line, left, place) }, say(`to_${place}`))));
  return make("li", { class: `return-line${none ? " return-none" : ""}` },
    make("span", { class: "found-words" }, make("strong", {}, line.description),
      make("span", {}, left ? `${amount(left, line.unit)} · ${format(line.total_cents)}` : say("backAlready"))),
    make("label", { class: "return-amount", for: id }, make("span", {}, say("howMuch")),
      make("input", { id, inputmode: "decimal", class: "form-control input-figure", autocomplete: "off", disabled: none || left === 1000 && isWhole(line.unit), value: none ? "" : typedNumber(left) })),
    places);
}

/**
 * @param {any} line
 * @param {number} left in thousandths
 * @param {string} backTo
 */
function add(line, left, backTo) {
  const text = at(`return-${line.line}`).value.trim();
  const read = parseQuantity(text);
  const wrong = !("milli" in read) || read.milli <= 0 ? say("unreadable", { text })
    : isWhole(line.unit) && read.milli % 1000 ? say("onlyWhole")
      : read.milli > left ? say("notThatMuch", { title: line.description, left: amount(left, line.unit) }) : "";
  if (wrong || !("milli" in read)) {
    at("return-wrong").textContent = wrong;
    at("return-wrong").scrollIntoView({ block: "nearest" });
    at(`return-${line.line}`).focus();
    return;
  }
  const cents = partOf(line.total_cents, left, read.milli);
  const one = {
    key: uuid4(), item: line.item, category: null, title: line.description, unit: line.unit, quantityMilli: read.milli,
    unitPriceCents: Math.round((cents * 1000) / read.milli), labelPriceCents: 0, discountCents: 0, reason: "", leftMilli: left,
    back: { sale: sale.id, line: line.line, backTo, leftCents: line.total_cents },
  };
  update({ lines: [...kept.lines, one], chosen: one.key, ways: { ...kept.ways, [sale.id]: { ...sale.ways, rounded: sale.cash_rounded_cents } } });
  at("return-lines").replaceChildren(...sale.lines.map(lineRow));
  if (sale.lines.every((/** @type {any} */ other) => kept.lines.some((mine) => mine.back?.sale === sale.id && mine.back.line === other.line))) at("return").close();
}

/** @returns {string} what is wrong, or nothing */
function addWithoutReceipt() {
  const kind = data.kinds.find((/** @type {any} */ one) => one.slug === at("blind-kind").value);
  const price = parse(at("blind-price").value);
  const much = parseQuantity(at("blind-amount").value);
  if (!kind) return say("chooseKind");
  if (!("cents" in price) || price.cents <= 0) return say("unreadable", { text: at("blind-price").value });
  if (!("milli" in much) || much.milli <= 0 || (isWhole(kind.unit) && much.milli % 1000)) return say("unreadable", { text: at("blind-amount").value });
  const reason = at("blind-reason").value.trim();
  if (!reason) return say("reason");
  const backTo = at("return").querySelector("[name=blind-to]:checked").value;
  const line = {
    key: uuid4(), item: null, category: kind.slug, title: kind.name, unit: kind.unit, quantityMilli: much.milli,
    unitPriceCents: price.cents, labelPriceCents: price.cents, discountCents: 0, reason, leftMilli: null,
    back: { sale: null, line: 0, backTo, leftCents: 0 },
  };
  if ("refused" in priced(line)) return say("absurd");
  update({ lines: [...kept.lines, line], chosen: line.key });
  return "";
}

at("return-form").addEventListener("submit", (event) => { event.preventDefault(); look(); });
at("return-blind").addEventListener("click", () => { show("blind"); at("blind-kind").focus(); });
for (const back of at("return").querySelectorAll("[data-return-back]")) back.addEventListener("click", () => show("find"));
at("blind-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = addWithoutReceipt();
  at("return-wrong").textContent = wrong;
  if (!wrong) at("return").close();
});
