/** The basket on the screen: its lines, the tools of the chosen one, and the total. */

import { format } from "./money.js";
import { isWhole, priced } from "./till-basket.js";
import { alarm, amount, at, data, hush, icon, make, murmur, number, say } from "./till-page.js";
import { chosen, isLocked, kept, moment, now, off, sum, update, updateLine, watch } from "./till-state.js";
import { askAmount } from "./till-ask.js";
import { collectTool } from "./till-collect.js";
import { askPrice } from "./till-price.js";

/** @typedef {import("./till-basket.js").Line} Line */

/**
 * Sets how much of a line is bought; what cannot be is refused and the line stays as it was.
 * @param {Line} line
 * @param {number} milli
 * @param {Line["measures"]} [measures] of which that much was worked out
 * @returns {boolean} whether it was set
 */
export function setAmount(line, milli, measures = null) {
  const price = priced({ ...line, quantityMilli: milli, discountCents: 0 });
  if ("refused" in price) {
    alarm(say(price.refused === "only-whole" ? "onlyWhole" : "absurd"));
    return false;
  }
  if (line.leftMilli !== null && milli > line.leftMilli) {
    alarm(say("notThatMuch", { title: line.title, left: amount(line.leftMilli, line.unit) }));
    return false;
  }
  hush();
  // A discount belongs to the amount it was given for, so another amount does without.
  updateLine(line.key, { quantityMilli: milli, open: false, gone: false, discountCents: 0, measures });
  murmur(say("more", { title: line.title, amount: amount(milli, line.unit) }));
  return true;
}

/** @param {1 | -1} direction one more or one less of the chosen line */
export function step(direction) {
  const line = chosen();
  if (!line || isLocked()) return;
  const milli = line.quantityMilli + direction * 1000;
  if (milli > 0) setAmount(line, milli);
}

/** Takes the chosen line out; it can be put back. */
export function takeOut() {
  const line = chosen();
  if (!line || isLocked()) return;
  const where = kept.lines.indexOf(line);
  const lines = kept.lines.filter((other) => other !== line);
  moment.out = { line, at: where };
  hush();
  const price = priced(line);
  const voided = line.open || !("cents" in price) ? kept.voided : [...kept.voided, { title: line.title, cents: price.cents }];
  update({ lines, voided, chosen: (lines[where] ?? lines.at(-1))?.key ?? null });
  murmur(say("out", { title: line.title }));
}

function putBack() {
  if (!moment.out || isLocked()) return;
  const { line, at: where } = moment.out;
  moment.out = null;
  // It is in again, so nothing was taken out.
  const voided = line.open ? kept.voided : kept.voided.slice(0, -1);
  update({ voided, lines: [...kept.lines.slice(0, where), line, ...kept.lines.slice(where)], chosen: line.key });
}

/** @param {Line} line */
function tools(line) {
  const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {() => void} */ act) =>
    make("button", { type: "button", class: "line-tool", "aria-label": words, title: words, "data-focus": `${line.key}-${name}`, onclick: act }, icon(name));
  const row = make("div", { class: "line-tools" });
  if (line.kind) {
    row.append(make("span", { class: "line-fill" }));
  } else if (isWhole(line.unit)) {
    row.append(make("div", { class: "line-stepper" },
      button("minus", `${say("less")}: ${line.title}`, () => step(-1)),
      make("span", {}, amount(line.quantityMilli, line.unit)),
      button("plus", `${say("moreButton")}: ${line.title}`, () => step(1))));
  } else {
    row.append(button("pencil", say("changeAmount", { title: line.title }), () => askAmount(line)));
  }
  if (!line.kind && !line.back) row.append(button("tag", say("otherPrice", { title: line.title }), () => askPrice(line)));
  if (!line.kind && !line.back) row.append(collectTool(line, button));
  row.append(button("bin", say("takeOut", { title: line.title }), takeOut));
  return row;
}

/** @param {NonNullable<Line["measures"]>} measures @returns {string} such as "2,40 × 0,80 m" */
function measured({ length_mm: length, width_mm: width, pieces }) {
  const sides = `${[length, width].filter((side) => side !== null).map(number).join(" × ")} m`;
  return pieces === 1 ? sides : `${pieces} × (${sides})`;
}

/** @param {Line} line */
function shown(line) {
  const price = priced(line);
  const isChosen = line.key === kept.chosen;
  const cut = line.discountCents ? ` − ${format(line.discountCents)}` : "";
  const times = line.open ? say("howMuch") : `${amount(line.quantityMilli, line.unit)} × ${format(line.unitPriceCents)}${cut}`;
  const back = line.back ? `${say("comesBack")} · ${say(`to_${line.back.backTo}`)} · ` : "";
  const words = make("span", { class: "line-words" },
    make("strong", {}, line.title), make("span", { class: line.open ? "line-open" : "line-times" }, line.kind ? "" : back + times));
  if (line.measures) words.append(make("span", { class: "line-times" }, measured(line.measures)));
  if (line.collect) words.append(make("span", { class: "line-collect" }, icon("box"), say("collected")));
  if (line.reason) words.append(make("span", { class: "line-times" }, line.reason));
  const item = make("li", { class: `line${isChosen ? " line-chosen" : ""}${line.gone ? " line-gone" : ""}${line.back ? " line-back" : ""}` },
    make("button", {
      type: "button", class: "line-main", "aria-pressed": String(isChosen), "data-focus": line.key,
      onclick: () => { update({ chosen: line.key }); if (line.open) askAmount(line); },
    }, words, make("span", { class: "line-sum" }, line.open || "refused" in price ? "–" : format(price.cents))));
  if (isChosen && !isLocked()) item.append(tools(line));
  return item;
}

function show() {
  const focused = document.activeElement?.getAttribute("data-focus");
  at("basket").replaceChildren(...kept.lines.map(shown));
  if (focused) document.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
  document.querySelector(".line-chosen")?.scrollIntoView({ block: "nearest" });
  at("basket-empty").hidden = kept.lines.length > 0;
  const count = kept.lines.length;
  at("count").textContent = count === 0 ? say("countNone") : count === 1 ? say("countOne") : say("countMany", { count });
  at("sum").textContent = format(sum());
  at("sum").classList.toggle("basket-sum-long", sum() >= 1_000_000);
  at("off").hidden = !kept.discount;
  if (kept.discount) {
    at("off-words").textContent = data.cards.find((/** @type {any} */ card) => card.slug === kept.discount.card)?.name ?? kept.discount.reason;
    at("off-sum").textContent = `− ${format(off())}`;
  }
  at("undo").hidden = !moment.out;
  if (moment.out) at("undo-words").textContent = say("out", { title: moment.out.line.title });
  at("times").hidden = moment.timesMilli === null;
  at("times").textContent = moment.timesMilli === null ? "" : `${moment.timesMilli / 1000} ×`;
  at("last-sale").hidden = !kept.last;
  if (kept.last) at("last-sale").href = data.saleUrl + kept.last.id;
}

at("undo-off").addEventListener("click", () => { if (!isLocked()) update({ discount: null }); });
at("do-undo").addEventListener("click", putBack);
at("basket").addEventListener("click", () => { if (moment.out) now({ out: null }); }, { capture: true });
watch(show);
