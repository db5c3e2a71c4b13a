/**
 * Photo now, describe later: one thing after the other is photographed, and sent when there is a signal. What waits
 * stays on this device under ids made here, so that sending twice keeps once.
 *
 * @typedef {{id: string, photo: string, site: string, source: {kind: string, postcode4?: string}, delivery: string,
 *   note: string, at: number, why: string}} Shot
 */

import { toast } from "./base.js";
import { shrink } from "./photo.js";
import { dropPhoto, keepPhoto, keptPhoto } from "./intake-store.js";
import { uuid4 } from "./money.js";
import { LoggedOut, NoAnswer, post, Refusal } from "./post.js";
import { address, ownName } from "./root.js";

const KEY = ownName("intake-shots");
const RETRY_MS = 15_000;
/** Younger than this is now: what a phone needed to send does not make a photo old. */
const NOW_S = 10;

const screen = document.getElementById("shoot");
const input = /** @type {HTMLInputElement} */ (document.getElementById("shot"));
const note = /** @type {HTMLInputElement} */ (document.getElementById("shot_note"));

/** @type {{waiting: Shot[], shot: {photo: string, delivery: string}[]}} */
const box = load();
/** @type {Map<string, string>} addresses of the photos that this device still holds */
const pictures = new Map();
let busy = false;
let isLoggedOut = false;
/** @type {() => {id: string, site: string, source: {kind: string, postcode4?: string}}} */
let delivery = () => ({ id: "", site: "", source: { kind: "" } });
/** @type {(draft: any) => void} */
let arrived = () => {};

function load() {
  try {
    return { waiting: [], shot: [], ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { waiting: [], shot: [] }; // A browser that keeps nothing can still send at once.
  }
}

function save() {
  try {
    localStorage.setItem(KEY, JSON.stringify(box));
  } catch {
    // A full or forbidden store must not stop the work at hand.
  }
}

/** @param {string} photo @param {HTMLImageElement} picture */
async function draw(photo, picture) {
  if (!pictures.has(photo)) {
    const kept = await keptPhoto(photo).catch(() => undefined);
    pictures.set(photo, kept ? URL.createObjectURL(kept) : address(`/photos/${photo}.jpg?size=small`));
  }
  picture.src = pictures.get(photo);
}

/** @param {string} photo */
function row(photo) {
  const made = /** @type {HTMLElement} */ (document.getElementById("shot-template").content.firstElementChild.cloneNode(true));
  const waiting = box.waiting.find((one) => one.photo === photo);
  draw(photo, made.querySelector("img"));
  made.querySelector(".draft-shot-wait").hidden = !waiting;
  const why = made.querySelector(".field-error");
  why.textContent = waiting?.why ?? "";
  const button = made.querySelector("button");
  why.hidden = button.hidden = !why.textContent;
  button.addEventListener("click", () => forget(waiting));
  return made;
}

/** Shows what was photographed of the delivery at hand, and everything that still waits. */
export function showShots() {
  const mine = box.shot.filter((one) => one.delivery === delivery().id).map((one) => one.photo);
  const older = box.waiting.map((one) => one.photo).filter((photo) => !mine.includes(photo));
  const photos = [...older, ...mine];
  document.getElementById("shots").replaceChildren(...photos.map(row).reverse());
  const count = document.getElementById("shot-count");
  count.textContent = photos.length ? screen.dataset.kept.replace("{n}", String(photos.length)) : screen.dataset.none;
  const unsent = document.getElementById("shot-unsent");
  unsent.hidden = !box.waiting.length;
  const said = isLoggedOut ? screen.dataset.loggedOut : screen.dataset.unsent;
  unsent.textContent = said.replace("{n}", String(box.waiting.length));
}

/** @param {Shot} one */
async function forget(one) {
  box.waiting = box.waiting.filter((other) => other !== one);
  box.shot = box.shot.filter((other) => other.photo !== one.photo);
  save();
  showShots();
  await dropPhoto(one.photo);
}

/** @param {File} file */
async function take(file) {
  const at = Date.now();
  const { id, site, source } = delivery();
  const photo = uuid4();
  await keepPhoto(photo, await shrink(file));
  box.waiting.push({ id: uuid4(), photo, site, source, delivery: id, note: note.value.trim(), at, why: "" });
  box.shot = [...box.shot.filter((one) => one.delivery === id), { photo, delivery: id }];
  save();
  showShots();
}

async function takeAll() {
  for (const file of [...input.files]) {
    try {
      await take(file);
    } catch {
      toast(screen.dataset.failed, "danger");
    }
  }
  input.value = "";
  sendAll();
}

/** @param {Shot} one */
async function send(one) {
  const photo = await keptPhoto(one.photo);
  if (photo) await post(address(`/api/v1/photos?id=${one.photo}`), photo, "image/jpeg");
  const { id, site, source, delivery: came, note: words } = one;
  const age = Math.max(0, Math.round((Date.now() - one.at) / 1000));
  const body = { id, site, source, photo: one.photo, note: words, age_s: age > NOW_S ? age : 0, delivery: came };
  const draft = await post(address("/api/v1/drafts"), JSON.stringify(body));
  await dropPhoto(one.photo);
  return draft;
}

const nextOne = () => box.waiting.find((one) => !one.why);

async function sendAll() {
  if (busy) return;
  busy = true;
  try {
    // What is photographed while another one goes, goes after it.
    for (let one = nextOne(); one; one = nextOne()) {
      try {
        const draft = await send(one);
        isLoggedOut = false;
        box.waiting = box.waiting.filter((other) => other !== one);
        arrived(draft);
      } catch (error) {
        isLoggedOut = error instanceof LoggedOut;
        if (isLoggedOut || error instanceof NoAnswer) return;
        if (!(error instanceof Refusal)) throw error;
        one.why = error.message;
      } finally {
        save();
        showShots();
      }
    }
  } finally {
    busy = false;
  }
}

/**
 * Begins: what waited on this device goes now.
 * @param {typeof delivery} ofNow tells the delivery at hand
 * @param {typeof arrived} listener hears of every photo that the server has
 */
export function ready(ofNow, listener) {
  delivery = ofNow;
  arrived = listener;
  // Perhaps what was refused before is not any more.
  for (const one of box.waiting) one.why = "";
  input.addEventListener("change", takeAll);
  window.addEventListener("online", sendAll);
  setInterval(sendAll, RETRY_MS);
  showShots();
  sendAll();
}
