/** Search by word, for a label that fell off: what is in stock, and kinds that are sold without a label. */

import { format } from "./money.js";
import { amount, at, data, make, pictogram, say } from "./till-page.js";
import { ask } from "./till-send.js";
import { address } from "./root.js";

const PAUSE_MS = 180;
const MOST_SHOWN = 24;

/** @type {{put: (item: any) => void, kind: (kind: any) => void}} */
let answers;
let asked = 0;
let pause = 0;

/** @param {typeof answers} given what to do with what is chosen */
export const onFound = (given) => { answers = given; };

/** Goes back to the pictures. */
export function closeSearch() {
  asked += 1;
  clearTimeout(pause);
  at("search").value = "";
  at("found").hidden = true;
  at("kinds").hidden = false;
}

/** @returns {boolean} */
export const isSearching = () => !at("found").hidden;

/** @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {string} slug */
const kindOf = (slug) => data.kinds.find((/** @type {any} */ kind) => kind.slug === slug);

/** @param {any} item */
function itemRow(item) {
  const milli = Math.round(item.quantity * 1000);
  const kind = kindOf(item.category);
  return make("button", { type: "button", class: "found", disabled: !item.available && !item.reserved, onclick: () => { closeSearch(); answers.put(item); } },
    kind ? pictogram(kind.pictogram) : "",
    make("span", { class: "found-words" }, make("strong", {}, item.title),
      make("span", {}, `${item.code.slice(0, 4)} ${item.code.slice(4)} · `, milli ? say("left", { left: amount(milli, item.unit) }) : say("gone"))),
    make("span", { class: "found-price" }, format(item.price_cents)));
}

/** @param {any} kind */
const kindRow = (kind) =>
  make("button", { type: "button", class: "found", onclick: () => { closeSearch(); answers.kind(kind); } },
    pictogram(kind.pictogram), make("span", { class: "found-words" }, make("strong", {}, kind.name)));

async function look() {
  const words = at("search").value.trim();
  if (!words) return closeSearch();
  asked += 1;
  const turn = asked;
  const kinds = data.kinds.filter((/** @type {any} */ kind) => folded(words).split(/\s+/).every((word) => folded(kind.name).includes(word)));
  /** @type {any[] | null} */
  let items = null;
  try {
    const response = await ask(address(`/api/v1/items?q=${encodeURIComponent(words)}`));
    if (response.ok) ({ items } = await response.json());
  } catch {
    items = null; // Said below; the kinds need no network.
  }
  if (turn !== asked) return undefined;
  show(items, kinds);
  return undefined;
}

/**
 * @param {any[] | null} items
 * @param {any[]} kinds
 */
function show(items, kinds) {
  const rows = [];
  const words = folded(at("search").value.trim());
  // A kind that is called just so is what was looked for, whatever else has the word in its title.
  const called = kinds.filter((kind) => folded(kind.name).startsWith(words));
  const others = kinds.filter((kind) => !called.includes(kind));
  if (called.length) rows.push(make("h2", { class: "kinds-head" }, say("withoutLabel")), ...called.map(kindRow));
  if (items === null) rows.push(make("p", { class: "found-none" }, say("offline")));
  else if (items.length) {
    const there = [...items].sort((one, other) => Number(other.available) - Number(one.available)).slice(0, MOST_SHOWN);
    rows.push(make("h2", { class: "kinds-head" }, say("inStock")), ...there.map(itemRow));
  }
  if (others.length) rows.push(make("h2", { class: "kinds-head" }, say("withoutLabel")), ...others.map(kindRow));
  if (!rows.length) rows.push(make("p", { class: "found-none", role: "status" }, say("nothingFound")));
  at("found").replaceChildren(...rows);
  at("found").hidden = false;
  at("kinds").hidden = true;
}

at("search").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE_MS);
});
at("search-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(pause);
  await look();
  const rows = at("found").querySelectorAll(".found:not([disabled])");
  if (rows.length === 1) rows[0].click();
  else rows[0]?.focus();
});
