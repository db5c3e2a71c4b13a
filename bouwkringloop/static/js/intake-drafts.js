/**
 * Describing what was photographed before, also by somebody else: the photo beside the tiles, and after it the next
 * one of the same delivery.
 *
 * @typedef {{id: string, site: string, photo: string, source: {kind: string, postcode4: string | null},
 *   delivery: string | null, note: string, state: string, by: string, ended_by: string | null}} Draft
 * @typedef {import("./intake-store.js").State} State
 */

import { toast } from "./base.js";
import { begin as beginDelivery } from "./intake-store.js";
import { get } from "./post.js";
import { address, ownName } from "./root.js";

const KEY = ownName("intake-describing");
const banner = document.getElementById("draft-now");
const large = /** @type {HTMLImageElement} */ (document.querySelector("#draft-large img"));

/** @type {Draft[]} what waited when the page was made, and what was sent since */
let open = JSON.parse(document.getElementById("drafts-data").textContent).open;
let now = remembered();

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} id */
function remember(id) {
  now = id;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // A reload will begin without the photo; it still waits in the list.
  }
}

/** @param {Draft} draft that the server has now */
export function arrived(draft) {
  if (!open.some((one) => one.id === draft.id)) open.push(draft);
}

/** @returns {Draft | undefined} what is being described */
export const current = () => open.find((draft) => draft.id === now);

/**
 * @param {State} state
 * @returns {Draft[]} what waits and is not written down on this device yet
 */
function left(state) {
  const lines = [state.delivery, ...state.waiting.map((each) => each.delivery)].flatMap((each) => each?.lines ?? []);
  const written = new Set(lines.map((line) => line.draft));
  return open.filter((draft) => !written.has(draft.id));
}

/** @param {Draft} draft */
const from = (draft) => [draft.site, draft.source.kind, draft.source.postcode4 ?? ""].join();
/** @param {State} state */
const fromNow = (state) => [state.site, state.kind, state.postcode4].join();

/**
 * @param {State} state
 * @param {Draft} draft
 */
const companions = (state, draft) =>
  left(state).filter((one) => one.id !== draft.id && from(one) === from(draft) && one.delivery === draft.delivery);

/** Somebody else may have been quicker; without a signal that is said when the delivery is sent. */
async function check(id) {
  const found = await get(address(`/api/v1/drafts/${id}`)).catch(() => null);
  if (!found || found.state === "open") return false;
  open = open.filter((draft) => draft.id !== id);
  if (now !== id) return false;
  remember("");
  toast(banner.dataset.gone.replace("{who}", found.ended_by ?? ""));
  return true;
}

/**
 * Begins to describe what was photographed, in a delivery that came from where it came from.
 * @param {State} state
 * @param {string} id
 * @param {() => void} gone is called when somebody else was quicker
 * @returns {boolean} whether it has begun
 */
export function begin(state, id, gone) {
  const draft = left(state).find((one) => one.id === id);
  if (!draft) return false;
  if (from(draft) !== fromNow(state)) {
    if (state.delivery?.lines.length) {
      toast(banner.dataset.finishFirst, "danger");
      return false;
    }
    Object.assign(state, { site: draft.site, kind: draft.source.kind, postcode4: draft.source.postcode4 ?? "" });
    state.delivery = beginDelivery(state);
  }
  remember(id);
  check(id).then((ended) => ended && gone());
  return true;
}

/** @param {State} state after what was being described was written down */
export function following(state) {
  const draft = current();
  if (draft) remember(companions(state, draft)[0]?.id ?? "");
}

/** @param {import("./intake-store.js").Delivery} delivery that was sent, with what it described */
export function sent(delivery) {
  const written = new Set(delivery.lines.map((line) => line.draft));
  open = open.filter((draft) => !written.has(draft.id));
}

/** Asks anew what waits, since others describe too. */
export async function renew() {
  open = await get(address("/api/v1/drafts")).catch(() => open);
}

/** Leaves what was being described for later. */
export const leave = () => remember("");

/** @param {State} state */
export function showDrafts(state) {
  const link = document.getElementById("drafts-here");
  const many = left(state).filter((draft) => draft.site === state.site).length;
  link.hidden = !many;
  link.querySelector("span:last-child").textContent = link.dataset.say.replace("{n}", String(many));
  const draft = current();
  banner.hidden = !draft;
  if (!draft) return;
  const more = companions(state, draft).length;
  const said = more ? banner.dataset.left.replace("{n}", String(more)) : banner.dataset.one;
  banner.querySelector("strong").textContent = said;
  banner.querySelector(".soft").textContent = [draft.note, draft.by].filter(Boolean).join(" · ");
  large.src = banner.querySelector("img").src = address(`/photos/${draft.photo}.jpg`);
}
