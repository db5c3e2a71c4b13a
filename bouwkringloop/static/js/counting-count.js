/** The counting page: scan a thing, type how many of a heap, and see it in the list; it counts on without a signal. */

import { onScan } from "./scan.js";
import { uuid4 } from "./money.js";
import { get, LoggedOut, Refusal } from "./post.js";
import { sound } from "./till-sound.js";
import { showAgain, showDone, showFound, showRefused } from "./counting-lists.js";
import { box, onNews, put, sendAll } from "./counting-outbox.js";
import * as pad from "./counting-pad.js";
import { at, data, digits, say } from "./counting-words.js";
import { address } from "./root.js";

const LOOK_MS = 30_000;
const PAUSE_MS = 250;
const root = at("counting");
const scan = /** @type {HTMLInputElement} */ (at("scan"));
const bin = /** @type {HTMLSelectElement} */ (at("bin"));
const api = address(`/api/v1/counts/${root.dataset.count}`);
const touch = window.matchMedia("(pointer: coarse)");

/** @type {import("./counting-lists.js").Shown[]} */
let stored = [];
let pause = 0;
/** How often was searched, so that a late answer does not replace a newer one. */
let asked = 0;
/** @type {Promise<unknown>} */
let turns = Promise.resolve();

/** Keeps the focus where a scanner types, without a keyboard that slides over the screen. */
function ready() {
  if (pad.isOpen() || document.querySelector("dialog[open], [popover]:popover-open")) return;
  scan.inputMode = touch.matches ? "none" : "search";
  scan.focus({ preventScroll: true });
}

/** @param {string} text @param {"right" | "wrong"} kind */
function tell(text, kind) {
  at("said").textContent = text;
  at("said").dataset.kind = kind;
  sound(kind);
  navigator.vibrate?.(kind === "right" ? 40 : [80, 60, 80]);
}

function show() {
  showDone(stored, takeBack);
  showRefused();
}

/** @param {any} tally of the server's answer */
const asShown = (tally) => ({
  ids: [tally.id],
  thing: { code: tally.code, title: tally.title, unit: tally.unit, single: tally.single },
  milli: Math.round(tally.quantity * 1000), place: tally.place, anew: tally.anew, waits: false,
});

/** @param {number} many */
function showTotal(many) {
  at("total").textContent = many === 1 ? say("CountedOne") : say("Counted", { n: many });
}

/** Asks how far everybody is. */
async function look() {
  try {
    const count = await get(api);
    stored = count.tallies.map(asShown);
    showTotal(count.things_counted);
    showAgain(count.again, (code) => chooseCode(code));
    trouble("");
  } catch (error) {
    trouble(error instanceof LoggedOut ? "logged-out" : "offline");
  }
  show();
}

/** @param {"offline" | "logged-out" | ""} what */
function trouble(what) {
  at("trouble").hidden = !what;
  if (what) at("trouble").querySelector("span").textContent = say(what === "offline" ? "Offline" : "LoggedOut");
  at("log-in-again").hidden = what !== "logged-out";
}

/**
 * @param {import("./counting-outbox.js").Thing} thing
 * @param {number} milli
 * @param {boolean} anew
 */
function add(thing, milli, anew) {
  put({ id: uuid4(), undoes: "", thing, milli, place: bin.value, anew, at: Date.now() });
  tell(say("Added", { title: thing.title }), "right");
  show();
  ready();
}

/** @param {import("./counting-lists.js").Shown} one */
function takeBack(one) {
  for (const id of one.ids) {
    put({ id: uuid4(), undoes: id, thing: one.thing, milli: 0, place: one.place, anew: false, at: Date.now() });
  }
  tell(say("Undone", { title: one.thing.title }), "right");
  show();
  ready();
}

/** @param {import("./counting-outbox.js").Thing & {counted?: boolean}} thing */
function choose(thing) {
  showFound([], choose);
  if (thing.single) return add(thing, 1000, false);
  pad.ask(thing, (milli, anew) => add(thing, milli, anew));
  const before = thing.counted || stored.some((one) => one.thing.code === thing.code)
    || box.waiting.some((one) => one.thing.code === thing.code && !one.undoes);
  if (before) pad.countedBefore();
  return undefined;
}

/**
 * Finds out what a code is: by the list that came with the page, or else from the server.
 * @param {string} code
 */
async function chooseCode(code) {
  const named = data.things[code];
  if (named) {
    const known = { code, title: named[0], unit: named[1], single: named[2] };
    choose(known);
    if (!known.single) hearWhetherCounted(code);
    return undefined;
  }
  try {
    return choose(await get(`${api}/things/${code}`));
  } catch (error) {
    if (error instanceof Refusal) return tell(error.message, "wrong");
    // Without a signal the server says later whether it exists.
    return choose({ code, title: say("Unknown", { code: digits(code) }), unit: "", single: false });
  }
}

/**
 * Asks whether somebody else counted it, while the keys are open already.
 * @param {string} code
 */
async function hearWhetherCounted(code) {
  const thing = await get(`${api}/things/${code}`).catch(() => null);
  if (thing?.counted && pad.isOpen(code)) pad.countedBefore();
}

/** One after the other, so that a quick second scan does not open the keys over the first. @param {string} code */
function scanned(code) {
  turns = turns.then(() => handle(code));
}

/** @param {string} code */
function handle(code) {
  if (pad.isOpen()) {
    pad.complain(say("FirstThis"));
    return sound("wrong");
  }
  scan.value = "";
  showFound([], choose);
  if (code.length === 8) return chooseCode(code);
  if (code.length !== 6) return tell(say("BadCode", { code }), "wrong");
  if (!data.places[code]) return tell(say("OtherPlace", { place: Object.values(data.places)[0] }), "wrong");
  bin.value = code;
  return tell(say("Here", { place: data.places[code] }), "right");
}

async function search() {
  const words = scan.value.trim();
  asked += 1;
  const turn = asked;
  if (words.length < 2 || /^\d+$/.test(words)) return showFound([], choose);
  try {
    const found = await get(`${api}/things?q=${encodeURIComponent(words)}`);
    if (turn !== asked) return undefined;
    at("said").textContent = found.length ? "" : say("NothingFound");
    return showFound(found, (thing) => {
      scan.value = "";
      choose(thing);
    });
  } catch {
    at("said").textContent = say("NoSearch");
    return undefined;
  }
}

onScan(scanned);
scan.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, PAUSE_MS);
});
scan.addEventListener("click", () => { scan.inputMode = "search"; });
at("scan-form").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  const code = scan.value.replace(/\s/g, "");
  if (/^\d+$/.test(code)) scanned(code);
  else search();
});
at("pad").addEventListener("close", ready);
bin.addEventListener("change", ready);
at("outbox-chip").addEventListener("click", sendAll);
onNews(({ answer, trouble: what }) => {
  trouble(what);
  if (answer) {
    showTotal(answer.things_counted);
    if (answer.tally) stored = stored.filter((one) => one.ids[0] !== answer.tally);
    else stored = [asShown(answer), ...stored.filter((one) => one.ids[0] !== answer.id)];
  } else if (!what && box.refused.length) {
    tell("", "wrong");
  }
  show();
});
setInterval(() => document.visibilityState === "visible" && !box.waiting.length && look(), LOOK_MS);

show();
look().then(sendAll);
ready();
