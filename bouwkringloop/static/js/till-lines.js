/** The basket on the screen: its lines, the tools of the chosen one, and the total. */

import { format } from "./money.js";
import { isWhole, priced } from "./till-basket.js";
import { alarm, amount, at, data, hush, icon, make, murmur, say } from "./till-page.js";
import { chosen, isLocked, kept, moment, now, sum, update, updateLine, watch } from "./till-state.js";
import { askAmount } from "./till-ask.js";
import { askPrice } from "./till-price.js";

/** @typedef {import("./till-basket.js").Line} Line */

/**
 * Sets how much of a line is bought; what cannot be is refused and the line stays as it was.
 * @param {Line} line
 * @param {number} milli
 * @returns {boolean} whether it was set
 */
export function setAmount(line, milli) {
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
  updateLine(line.key, { quantityMilli: milli, open: false, gone: false, discountCents: 0 });
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
  update({ lines, chosen: (lines[where] ?? lines.at(-1))?.key ?? null });
  murmur(say("out", { title: line.title }));
}

function putBack() {
  if (!moment.out || isLocked()) return;
  const { line, at: where } = moment.out;
  moment.out = null;
  update({ lines: [...kept.lines.slice(0, where), line, ...kept.lines.slice(where)], chosen: line.key });
}

/** @param {Line} line */
function tools(line) {
  const button = (/** @type {string} */ name, /** @type {string} */ words, /** @type {() => void} */ act) =>
    make("button", { type: "button", class: "line-tool", "aria-label": words, title: words, "data-focus": `${line.key}-${name}`, onclick: act }, icon(name));
  const row = make("div", { class: "line-tools" });
  if (isWhole(line.unit)) {
    row.append(make("div", { class: "line-stepper" },
      button("minus", `${say("less")}: ${line.title}`, () => step(-1)),
      make("span", {}, amount(line.quantityMilli, line.unit)),
      button("plus", `${say("moreButton")}: ${line.title}`, () => step(1))));
  } else {
    row.append(button("pencil", say("changeAmount", { title: line.title }), () => askAmount(line)));
  }
  if (data.mayChangePrice && line.item) row.append(button("tag", say("otherPrice", { title: line.title }), () => askPrice(line)));
  row.append(button("bin", say("takeOut", { title: line.title }), takeOut));
  return row;
}

/** @param {Line} line */
function shown(line) {
  const price = priced(line);
  const isChosen = line.key === kept.chosen;
  const cut = line.discountCents ? ` − ${format(line.discountCents)}` : "";
  const times = line.open ? say("howMuch") : `${amount(line.quantityMilli, line.unit)} × ${format(line.unitPriceCents)}${cut}`;
  const words = make("span", { class: "line-words" },
    make("strong", {}, line.title), make("span", { class: line.open ? "line-open" : "line-times" }, times));
  if (line.reason) words.append(make("span", { class: "line-times" }, line.reason));
  const item = make("li", { class: `line${isChosen ? " line-chosen" : ""}${line.gone ? " line-gone" : ""}` },
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
  at("undo").hidden = !moment.out;
  if (moment.out) at("undo-words").textContent = say("out", { title: moment.out.line.title });
  at("times").hidden = moment.timesMilli === null;
  at("times").textContent = moment.timesMilli === null ? "" : `${moment.timesMilli / 1000} ×`;
  at("last-sale").hidden = !kept.last;
  if (kept.last) at("last-sale").href = data.saleUrl + kept.last.id;
}

at("do-undo").addEventListener("click", putBack);
at("basket").addEventListener("click", () => { if (moment.out) now({ out: null }); }, { capture: true });
watch(show);
