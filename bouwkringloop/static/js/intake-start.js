/** The intake page: from the car to the label, one screen at a time on a phone, in two columns on a desk. */

import { toast } from "./base.js";
import * as ask from "./intake-ask.js";
import * as drafts from "./intake-drafts.js";
import * as line from "./intake-line.js";
import { send } from "./intake-send.js";
import * as shoot from "./intake-shoot.js";
import { begin, dropPhoto, load, save } from "./intake-store.js";
import { showCodes, showLines, showWaiting } from "./intake-lists.js";
import { after, printSlip } from "./intake-slip.js";
import { sourceFollowsSite } from "./intake-source.js";
import { data, fold, say } from "./intake-words.js";
import { onScan } from "./scan.js";
import { LoggedOut, Refusal } from "./post.js";
import "./intake-pad.js";

const root = document.getElementById("intake");
const search = /** @type {HTMLInputElement} */ (document.getElementById("kind-search"));
const state = load();
/** @type {{at: number, line: import("./intake-store.js").Line} | null} */
let takenOut = null;
let group = "";
let busy = false;
const wide = window.matchMedia("(min-width: 60rem)");

/** @param {string} name */
const chosen = (name) => /** @type {HTMLInputElement} */ (document.querySelector(`input[name="${name}"]:checked`));
/** @param {string} name @param {string} value */
const choice = (name, value) => /** @type {HTMLInputElement | null} */ (document.querySelector(`input[name="${name}"][value="${value}"]`));

/**
 * @param {string} screen
 * @param {{remember?: boolean}} [how]
 */
function show(screen, { remember = true } = {}) {
  if (remember && root.dataset.screen && root.dataset.screen !== screen) history.pushState({ screen }, "");
  root.dataset.screen = screen;
  for (const part of root.querySelectorAll("[data-is]")) part.hidden = part.dataset.is !== screen;
  refresh();
  const title = document.getElementById(screen === "list" ? "delivery-title" : `${screen}-title`);
  title.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function refresh() {
  save(state);
  const lines = state.delivery?.lines ?? [];
  showLines(lines, takenOut?.line ?? null);
  showWaiting(state.waiting);
  drafts.showDrafts(state);
  const started = Boolean(state.kind);
  const chip = document.getElementById("source-chip");
  chip.hidden = !started;
  if (started) chip.querySelector("[data-source-text]").textContent = sourceText();
  const unsent = document.getElementById("outbox-chip");
  unsent.hidden = state.waiting.length === 0;
  unsent.querySelector("span").textContent = String(state.waiting.length);
  unsent.title = say("Unsent", { n: state.waiting.length });
  unsent.setAttribute("aria-label", unsent.title);
}

function sourceText() {
  const text = new RegExp(`${state.kind}=([^;]*)`).exec(root.dataset.sourceNames)[1];
  return state.postcode4 ? `${text} · ${state.postcode4}` : text;
}

function showKinds() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  const listed = Boolean(group || words.length);
  let many = 0;
  for (const tile of document.querySelectorAll("#kinds [data-category]")) {
    const kind = data.categories[tile.dataset.category];
    const fits = words.length ? words.every((word) => kind.words.includes(word)) : tile.dataset.in === group;
    tile.hidden = !fits;
    many += Number(fits);
  }
  for (const part of root.querySelectorAll('[data-part="groups"]')) part.hidden = listed;
  root.querySelector('[data-part="kinds"]').hidden = !listed;
  root.querySelector('[data-do="groups"]').hidden = !listed;
  document.getElementById("no-kinds").hidden = !listed || many > 0;
  const title = document.getElementById("kind-title");
  const named = group && !words.length ? root.querySelector(`[data-group="${group}"]`) : null;
  title.textContent = named ? named.textContent.trim() : title.dataset.default;
}

/** On a desk the list stands beside the tiles already. */
function showList() {
  show(wide.matches ? "kind" : "list");
}

/** @param {string} wanted */
function toKinds(wanted = "") {
  group = wanted;
  search.value = "";
  showKinds();
  show("kind");
}

function chooseSource() {
  const postcode = /** @type {HTMLInputElement} */ (document.getElementById("postcode4")).value.trim();
  const error = root.querySelector('[data-error="source"]');
  const wrong = postcode !== "" && !/^[1-9]\d{3}$/.test(postcode);
  error.textContent = wrong ? say("BadPostcode") : "";
  error.hidden = !wrong;
  if (wrong) return;
  state.site = chosen("site").value;
  state.kind = chosen("source").value;
  state.postcode4 = postcode;
  const lines = state.delivery?.lines ?? [];
  state.delivery = { ...begin(state), lines: lines.map((each) => ({ ...each, place: "" })) };
  toKinds();
}

/** @param {string} category */
function chooseKind(category) {
  line.start(category, state.site);
  if (drafts.current()) line.attach(drafts.current().photo);
  judged(ask.about(category));
}

/** @param {"ask" | "stop" | "line" | "kind"} screen that comes after an answer */
function judged(screen) {
  if (screen === "kind") return toKinds();
  if (screen === "line") line.hold(ask.found(), ask.reason());
  return show(screen);
}

/** @param {SubmitEvent} event */
function add(event) {
  event.preventDefault();
  const made = line.finish(ask.told());
  if (!made) return;
  state.delivery ??= begin(state);
  state.delivery.lines.push({ ...made, draft: drafts.current()?.id ?? "" });
  drafts.following(state);
  takenOut = null;
  state.sent = null;
  toKinds();
  const many = state.delivery.lines.length;
  document.getElementById("said").textContent = say("Added", { n: many });
  for (const button of document.querySelectorAll("[data-in-delivery]")) button.dataset.inDelivery = String(many);
}

/** @param {number} at */
function takeOut(at) {
  if (takenOut?.line.photo) dropPhoto(takenOut.line.photo);
  takenOut = { at, line: state.delivery.lines.splice(at, 1)[0] };
  refresh();
}

function putBack() {
  state.delivery.lines.splice(takenOut.at, 0, takenOut.line);
  takenOut = null;
  refresh();
}

function ready() {
  if (!state.delivery?.lines.length) return;
  // From here on it is fixed under its id: nobody knows yet whether it arrives.
  state.waiting.push({ delivery: state.delivery, error: "" });
  state.delivery = null;
  takenOut = null;
  sendAll();
}

/** @param {import("./intake-store.js").Waiting} waiting @param {Error} error */
function explain(waiting, error) {
  document.getElementById("log-in-again").hidden = !(error instanceof LoggedOut);
  const why = document.getElementById("waiting-why");
  why.textContent = say(error instanceof LoggedOut ? "LoggedOut" : "Offline");
  if (!(error instanceof Refusal)) return show("waiting");
  waiting.error = error.message;
  drafts.renew().then(refresh);
  why.textContent = "";
  if (state.delivery?.lines.length) {
    why.textContent = say("FinishFirst");
    return show("waiting");
  }
  // Nothing of it was stored, so it may be changed under the same id.
  state.waiting.splice(state.waiting.indexOf(waiting), 1);
  state.delivery = waiting.delivery;
  toast(error.message, "danger");
  return showList();
}

async function sendAll() {
  if (busy) return;
  busy = true;
  root.setAttribute("aria-busy", "true");
  save(state);
  try {
    while (state.waiting.length) {
      const waiting = state.waiting[0];
      try {
        state.sent = await send(waiting.delivery);
      } catch (error) {
        explain(waiting, error);
        return;
      }
      drafts.sent(state.waiting.shift().delivery);
      save(state);
    }
    showSent();
    show("sent");
    navigator.vibrate?.(80);
  } finally {
    busy = false;
    root.removeAttribute("aria-busy");
  }
}

function showSent() {
  showCodes(state.sent);
  after(state.sent);
}

function next() {
  state.sent = null;
  state.delivery ??= begin(state);
  toKinds();
}

/** The delivery at hand, which what is photographed for later came with. */
function atHand() {
  state.delivery ??= begin(state);
  return state.delivery;
}

function toShoot() {
  show("shoot");
  shoot.showShots();
}

/** The next car begins with where it comes from; what is in the delivery at hand goes first. */
function nextShots() {
  if (state.delivery?.lines.length) return showList();
  state.delivery = null;
  return show("source");
}

function leaveDraft() {
  drafts.leave();
  toKinds();
}

const actions = {
  source: chooseSource, groups: () => toKinds(), kind: () => toKinds(), list: showList, ready, send: sendAll, next, undo: putBack,
  "drop-photo": line.removePhoto, "ask-back": () => judged(ask.back()), "write-down": () => judged("line"), slip: () => printSlip(state.sent),
  shoot: toShoot, "shot-next": nextShots, "draft-later": leaveDraft,
};

root.addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest("button");
  if (!pressed) return;
  if (pressed.dataset.do) actions[pressed.dataset.do]();
  if (pressed.dataset.group) toKinds(pressed.dataset.group);
  if (pressed.dataset.category) chooseKind(pressed.dataset.category);
  if (pressed.dataset.answer) judged(ask.answer(pressed));
  if (pressed.dataset.remove) takeOut(Number(pressed.dataset.remove));
});
onScan((code) => root.dataset.screen === "line" && line.stick(code));
document.getElementById("line-form").addEventListener("submit", add);
document.getElementById("source-chip").addEventListener("click", () => show("source"));
document.getElementById("outbox-chip").addEventListener("click", () => show("waiting"));
search.addEventListener("input", showKinds);
window.addEventListener("online", () => state.waiting.length && sendAll());
window.addEventListener("popstate", (event) => show(event.state?.screen ?? first(), { remember: false }));

/** @returns {string} the screen to begin with */
function first() {
  if (!state.kind) return "source";
  return state.sent && !state.delivery?.lines.length ? "sent" : "kind";
}

if (state.site && !choice("site", state.site)) state.kind = "";
if (state.kind) {
  choice("site", state.site).checked = choice("source", state.kind).checked = true;
  document.getElementById("postcode4").value = state.postcode4;
}
sourceFollowsSite(Boolean(state.kind));
if (state.delivery) state.delivery.lines = state.delivery.lines.filter((each) => data.categories[each.category]);
if (state.sent) showSent();
showKinds();
const asked = new URLSearchParams(location.search).get("draft");
const began = Boolean(asked) && drafts.begin(state, asked, refresh);
show(began ? "kind" : first(), { remember: false });
// Asked for once: a reload goes on with what is at hand.
history.replaceState({ screen: root.dataset.screen }, "", location.pathname);
shoot.ready(atHand, (draft) => {
  drafts.arrived(draft);
  refresh();
});
