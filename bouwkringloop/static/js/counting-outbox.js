/**
 * What was counted and waits to be sent. It stays on this device until the server has it, and carries ids made here,
 * so that sending twice counts once.
 *
 * @typedef {{code: string, title: string, unit: string, single: boolean}} Thing
 * @typedef {{id: string, undoes: string, thing: Thing, milli: number, place: string, anew: boolean, at: number}} Waiting
 * @typedef {{id: string, title: string, why: string}} Refused
 */

import { LoggedOut, NoAnswer, post, Refusal } from "./post.js";
import { address, ownName } from "./root.js";

const RETRY_MS = 15_000;
/** Younger than this is now: what a phone needed to send does not make a tally late. */
const NOW_S = 10;

const count = document.getElementById("counting").dataset.count;
const KEY = ownName(`counting:${count}`);
const URL = address(`/api/v1/counts/${count}/tallies`);

/** @type {{waiting: Waiting[], refused: Refused[]}} */
export const box = load();

/** @type {(news: {answer?: any, trouble?: "offline" | "logged-out" | ""}) => void} */
let tell = () => {};
let busy = false;

function load() {
  try {
    return { waiting: [], refused: [], ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { waiting: [], refused: [] }; // A browser that keeps nothing can still count with a signal.
  }
}

function save() {
  try {
    localStorage.setItem(KEY, JSON.stringify(box));
  } catch {
    // A full or forbidden store must not stop the work at hand.
  }
}

/** @param {typeof tell} listener hears of every answer, and of what keeps answers away */
export const onNews = (listener) => { tell = listener; };

/** @param {Waiting} one */
export function put(one) {
  box.waiting.push(one);
  save();
  sendAll();
}

/** @param {string} id */
export function seen(id) {
  box.refused = box.refused.filter((one) => one.id !== id);
  save();
}

/** @param {Waiting} one */
function send(one) {
  if (one.undoes) return post(`${URL}/${one.undoes}/undo`, JSON.stringify({ id: one.id }));
  const age = Math.max(0, Math.round((Date.now() - one.at) / 1000));
  const body = { id: one.id, code: one.thing.code, quantity: one.milli / 1000, place: one.place, anew: one.anew };
  return post(URL, JSON.stringify({ ...body, age_s: age > NOW_S ? age : 0 }));
}

/** @param {Waiting} one @param {string} why */
function refuse(one, why) {
  // What was never counted need not be taken back either, and of that nobody wants to hear.
  box.waiting = box.waiting.filter((other) => other.undoes !== one.id);
  if (!one.undoes) box.refused.push({ id: one.id, title: one.thing.title, why });
}

export async function sendAll() {
  if (busy || !box.waiting.length) return;
  busy = true;
  try {
    while (box.waiting.length) {
      const one = box.waiting[0];
      let answer = null;
      try {
        answer = await send(one);
      } catch (error) {
        if (error instanceof LoggedOut) return tell({ trouble: "logged-out" });
        if (error instanceof NoAnswer) return tell({ trouble: "offline" });
        if (!(error instanceof Refusal)) throw error;
        refuse(one, error.message);
      }
      box.waiting = box.waiting.filter((other) => other !== one);
      save();
      tell({ answer, trouble: "" });
    }
  } finally {
    busy = false;
  }
  return undefined;
}

window.addEventListener("online", sendAll);
setInterval(sendAll, RETRY_MS);
