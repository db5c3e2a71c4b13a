/** Baskets that wait under a name: parked here, gone on with here or at any other till. */

import { format } from "./money.js";
import { BASKET, empty } from "./till-keep.js";
import { alarm, at, clock, data, hush, make, murmur, say } from "./till-page.js";
import { ask } from "./till-send.js";
import { isLocked, kept, sum, update } from "./till-state.js";
import { address } from "./root.js";

/** How often is looked whether another till parked a basket, or went on with one. */
const COUNT_EVERY_MS = 60_000;
const JSON_BODY = { "Content-Type": "application/json" };

/** Opens the question for a name, for a basket that has something in it. */
export function openPark() {
  if (!kept.lines.length || isLocked()) return alarm(say("emptyBasket"));
  if (kept.parts.length) return alarm(say("partsFirst"));
  at("park-name").value = kept.name;
  at("park-wrong").textContent = "";
  at("park").showModal();
  at("park-name").focus();
  return undefined;
}

/** @returns {Promise<string>} what is wrong, or nothing */
async function park() {
  const name = at("park-name").value.trim();
  if (!name) return say("parkName");
  const content = JSON.stringify(Object.fromEntries(BASKET.map((part) => [part, part === "name" ? name : kept[part]])));
  try {
    const response = await ask(address(`/api/v1/tills/${data.till}/parked`), {
      method: "POST", headers: JSON_BODY, body: JSON.stringify({ id: kept.id, name, total_cents: sum(), content }),
    });
    if (!response.ok) return (await response.json()).detail;
  } catch {
    return say("offline");
  }
  hush();
  update({ ...empty(), last: kept.last });
  murmur(say("parked", { name }));
  count();
  return "";
}

/** @returns {Promise<any[] | null>} what waits, or null without an answer */
async function waiting() {
  try {
    const response = await ask(address("/api/v1/parked"));
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {any[] | null} found */
function showCount(found) {
  at("waiting-count").textContent = found?.length ? String(found.length) : "";
  at("waiting-count").hidden = !found?.length;
}

/** Shows how many baskets wait. */
const count = async () => showCount(await waiting());

/** @param {any} basket */
const row = (basket) => make("li", { class: "waiting-row" },
  make("button", { type: "button", class: "found", onclick: () => take(basket) },
    make("span", { class: "found-words" }, make("strong", {}, basket.name),
      make("span", {}, `${basket.till} · ${basket.by} · ${clock(basket.at, { timeStyle: "short" })}`)),
    make("span", { class: "found-price" }, format(basket.total_cents))));

/** Lists the baskets that wait. */
export async function openWaiting() {
  if (kept.lines.length) return alarm(say("parkFirst"));
  const found = await waiting();
  if (!found) return alarm(say("offline"));
  showCount(found);
  at("waiting-list").replaceChildren(...found.map(row));
  at("waiting-none").hidden = found.length > 0;
  at("waiting").showModal();
  return undefined;
}

/** @param {any} basket */
async function take(basket) {
  at("waiting").close();
  try {
    const response = await ask(address(`/api/v1/tills/${data.till}/parked/${basket.id}/take`), { method: "POST" });
    const answer = await response.json();
    if (!response.ok) return alarm(answer.detail);
    hush();
    update({ ...empty(), last: kept.last, ...JSON.parse(answer.content) });
    count();
  } catch {
    alarm(say("offline"));
  }
  return undefined;
}

at("park-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = await park();
  at("park-wrong").textContent = wrong;
  if (!wrong) at("park").close();
});
count();
setInterval(() => { if (!document.hidden) count(); }, COUNT_EVERY_MS);
