/** The price advice for the thing being written down: what the page knows, and what the server says of this one. */

import { data, say } from "./intake-words.js";
import { get } from "./post.js";
import { address } from "./root.js";

const PAUSE_MS = 300;
const LONGEST_MM = 100_000;

/** @typedef {{price_cents: number, reason: string}} Advice */
/** @type {(Advice & {query: string}) | null} */
let answer = null;
let asked = "";
let timer = 0;

/**
 * @param {string} query
 * @param {Advice} own
 * @param {() => void} known
 */
async function ask(query, own, known) {
  try {
    const { price_cents, reasons } = await get(address(`/api/v1/price-advice?${query}`));
    answer = { query, price_cents, reason: reasons.join(" ") };
  } catch {
    answer = { query, ...own, reason: `${own.reason} ${say("AdviceOffline")}` };
  }
  // Meanwhile somebody may have typed on.
  if (asked === query) known();
}

/**
 * Advises a price. The server is asked where the new price or the size is known, and `known` is called when it answered.
 * @param {{category: string, condition: string, newCents: number | null, lengths: Record<string, number>}} about
 * @param {() => void} known
 * @returns {Advice}
 */
export function advice({ category, condition, newCents, lengths }, known) {
  const kind = data.categories[category];
  const own = { price_cents: kind.prices[condition], reason: kind.reasons[condition] };
  const query = new URLSearchParams({ category, condition });
  if (newCents) query.set("new_price_cents", String(newCents));
  for (const name of kind.unit === "piece" ? ["width", "height", "length"] : []) {
    const mm = Math.floor((lengths[name] ?? 0) / 1000);
    if (mm > 0 && mm <= LONGEST_MM) query.set(name, String(mm));
  }
  const text = query.toString();
  clearTimeout(timer);
  asked = text;
  if (query.size === 2) return own;
  if (answer?.query === text) return answer;
  timer = setTimeout(ask, PAUSE_MS, text, own, known);
  return own;
}
