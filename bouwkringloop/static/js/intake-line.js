/** The one thing being written down: its fields, what they suggest, and what they come to. */

import { parse, parseQuantity, uuid4 } from "./money.js";
import { shrink } from "./photo.js";
import { dropPhoto, keepPhoto } from "./intake-store.js";
import { data, draw, grams, say, typedMoney, weight } from "./intake-words.js";
import { toast } from "./base.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("line-form"));
const preview = /** @type {HTMLImageElement} */ (document.getElementById("photo-preview"));
const MOST_GRAMS = 100_000_000;
const MOST_CENTS = 10_000_000;

let category = "";
let photo = "";
/** Whether somebody typed the price, so that a suggestion does not undo it. */
let ownPrice = false;

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {string} text */
function complain(text) {
  const line = form.querySelector('[data-error="line"]');
  line.textContent = text;
  line.hidden = !text;
}

/**
 * @param {string} id
 * @param {boolean} wrong
 */
function mark(id, wrong) {
  document.getElementById(id).setAttribute("aria-invalid", String(wrong));
}

function suggest() {
  const kind = data.categories[category];
  const condition = field("condition").value;
  const route = field("route").value;
  if (!ownPrice) field("price").value = typedMoney(kind.prices[condition]);
  document.getElementById("price-why").textContent = kind.reasons[condition];
  const typed = parseQuantity(field("quantity").value);
  const guess = "milli" in typed ? grams({ category, milli: typed.milli, weight_g: null }) : 0;
  document.getElementById("weight-why").textContent = guess ? say("Estimate", { weight: weight(guess) }) : say("UnknownWeight");
  for (const part of form.querySelectorAll("[data-only]")) {
    part.hidden = !part.dataset.only.split(" ").includes(route) || (part.id === "place-field" && field("place").options.length < 2);
  }
  form.querySelector(".yard-conditions").hidden = route !== "sell" && !ASIDE.includes(route);
}

/** Routes on which a thing is not for sale now, but keeps a price for when it is. */
const ASIDE = ["repair", "parts", "repurpose"];

/**
 * Holds the thing to what was answered about it: where it may go, and how good it can be.
 * @param {import("./intake-tree.js").Outcome} found
 * @param {string} why it is refused or kept apart
 */
export function hold(found, why) {
  const forced = found.route;
  const allowed = (/** @type {string} */ route) => {
    if (forced === "refuse") return route === "refuse";
    if (forced === "quarantine") return route === "quarantine" || route === "refuse";
    return !forced || route !== "sell";
  };
  for (const choice of form.querySelectorAll('input[name="route"]')) {
    choice.disabled = !allowed(choice.value);
    choice.closest(".choice").hidden = choice.disabled;
    choice.checked = choice.value === (forced ?? "sell");
  }
  for (const choice of form.querySelectorAll('input[name="condition"]')) {
    choice.disabled = Boolean(found.worst) && choice.value < found.worst;
    if (found.worst) choice.checked = choice.value === found.worst;
  }
  if (why) field("other_reason").value = why;
  suggest();
}

function forgetPhoto() {
  photo = "";
  if (preview.src) URL.revokeObjectURL(preview.src);
  preview.removeAttribute("src");
  preview.hidden = document.getElementById("photo-drop").hidden = true;
}

/** @param {string} site */
function offerPlaces(site) {
  const choice = field("place");
  const known = data.places.filter((place) => place.site === site);
  choice.replaceChildren(choice.options[0], ...known.map((place) => new Option(place.name, place.slug)));
}

/**
 * Starts a new thing of a kind.
 * @param {string} chosen
 * @param {string} site
 */
export function start(chosen, site) {
  const kind = data.categories[chosen];
  form.reset();
  offerPlaces(site);
  forgetPhoto();
  complain("");
  category = chosen;
  ownPrice = false;
  for (const id of ["quantity", "weight", "price"]) mark(id, false);
  document.getElementById("line-title").textContent = kind.name;
  draw(document.getElementById("line-picture"), chosen);
  form.querySelector("[data-unit-name]").textContent = `(${kind.unit_names})`;
  form.querySelector(".yard-more").open = false;
  suggest();
}

/** @returns {{milli: number} | {wrong: string}} */
function readQuantity() {
  const typed = parseQuantity(field("quantity").value);
  if (!("milli" in typed) || typed.milli <= 0 || typed.milli > 100_000_000) return { wrong: say("BadQuantity") };
  const whole = ["piece", "pack"].includes(data.categories[category].unit);
  return whole && typed.milli % 1000 ? { wrong: say("Whole") } : typed;
}

/** @returns {{weight_g: number | null} | {wrong: string}} */
function readWeight() {
  if (!field("weight").value.trim()) return { weight_g: null };
  const typed = parseQuantity(field("weight").value); // Thousandths of a kilogram are grams.
  if (!("milli" in typed) || typed.milli <= 0 || typed.milli > MOST_GRAMS) return { wrong: say("BadWeight") };
  return { weight_g: typed.milli };
}

/**
 * @param {string} route
 * @returns {{price_cents: number | null} | {wrong: string}}
 */
function readPrice(route) {
  if (route !== "sell" && !ASIDE.includes(route)) return { price_cents: null };
  const typed = parse(field("price").value);
  if (!("cents" in typed) || typed.cents <= 0 || typed.cents > MOST_CENTS) return { wrong: say("BadPrice") };
  return { price_cents: typed.cents };
}

/** @returns {string} the first thing that is wrong, or nothing */
function firstWrong(read) {
  let first = "";
  for (const [id, result] of Object.entries(read)) {
    mark(id, "wrong" in result);
    if ("wrong" in result && !first) {
      first = result.wrong;
      document.getElementById(id).focus();
    }
  }
  return first;
}

/**
 * @param {{answers: Record<string, string>, tree: number | null}} told what was answered about it
 * @returns {import("./intake-store.js").Line | null} what was written down, or null with a complaint shown
 */
export function finish(told) {
  const route = field("route").value;
  const read = { quantity: readQuantity(), price: readPrice(route), weight: readWeight() };
  const needsReason = route === "refuse" || route === "quarantine";
  const reason = needsReason ? field("other_reason").value.trim() || field("reason").value : "";
  const wrong = firstWrong(read) || (needsReason && !reason ? say("NoReason") : "");
  complain(wrong);
  if (wrong) return null;
  const line = {
    category, milli: read.quantity.milli, unit: data.categories[category].unit, weight_g: read.weight.weight_g,
    condition: field("condition").value, route, reason, price_cents: read.price.price_cents,
    description: field("description").value.trim(), place: ["material", "residue", "refuse"].includes(route) ? "" : field("place").value, photo, ...told,
    code: ["material", "residue", "refuse"].includes(route) ? "" : field("code").value.replace(/\s/g, ""),
  };
  photo = "";
  return line;
}

/** Throws the photo of this thing away. */
export async function removePhoto() {
  if (photo) await dropPhoto(photo);
  forgetPhoto();
}

async function takePhoto() {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("photo"));
  const file = input.files?.[0];
  if (!file) return;
  try {
    const small = await shrink(file);
    const id = uuid4();
    await keepPhoto(id, small);
    forgetPhoto();
    photo = id;
    preview.src = URL.createObjectURL(small);
    preview.hidden = document.getElementById("photo-drop").hidden = false;
  } catch {
    toast(say("PhotoFailed"), "danger");
  }
  input.value = "";
}

/**
 * Notes the label that is on the thing already.
 * @param {string} code
 */
export function stick(code) {
  field("code").value = code;
  form.querySelector(".yard-more").open = true;
}

form.addEventListener("input", (event) => {
  if (event.target.id === "price") ownPrice = true;
  if (event.target.id !== "photo") suggest();
});
document.getElementById("photo").addEventListener("change", takePhoto);
