/** The one thing being written down: its fields, what they suggest, and what they come to. */

import { parse, parseKilograms, parseQuantity, uuid4 } from "./money.js";
import { shrink } from "./photo.js";
import { dropPhoto, keepPhoto } from "./intake-store.js";
import { advice } from "./intake-advice.js";
import * as measures from "./intake-measures.js";
import * as weighing from "./intake-weigh.js";
import { data, draw, gramsBySize, gramsOfKind, say, typedMoney, weight } from "./intake-words.js";
import { toast } from "./base.js";
import { wire } from "./intake-scale.js";
import { address } from "./root.js";

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
  const condition = field("condition").value;
  const route = field("route").value;
  const typedNew = parse(field("new_price").value);
  const newCents = "cents" in typedNew && typedNew.cents > 0 && typedNew.cents <= MOST_CENTS ? typedNew.cents : null;
  const advised = advice({ category, condition, newCents, lengths: measures.lengths() }, suggest);
  if (!ownPrice) field("price").value = typedMoney(advised.price_cents);
  document.getElementById("price-why").textContent = advised.reason;
  document.getElementById("weight-why").textContent = guessed();
  for (const part of form.querySelectorAll("[data-only]")) {
    part.hidden = !part.dataset.only.split(" ").includes(route) || (part.id === "place-field" && field("place").options.length < 2);
  }
  form.querySelector(".yard-conditions").hidden = route !== "sell" && !ASIDE.includes(route);
}

/** @returns {string} what it weighs where nobody weighs it, and how that is known */
function guessed() {
  const typed = parseQuantity(field("quantity").value);
  const line = { category, milli: "milli" in typed ? typed.milli : 0 };
  const read = measures.read();
  const bySize = "attributes" in read ? gramsBySize(line, read.attributes) : null;
  if (bySize) return say("FromMeasures", { weight: weight(bySize) });
  const ofKind = gramsOfKind(line);
  return ofKind ? say("Estimate", { weight: weight(ofKind) }) : say("UnknownWeight");
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
  measures.offer(chosen);
  weighing.start(site);
  for (const id of ["quantity", "weight", "price", "new_price"]) mark(id, false);
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
  const typed = parseKilograms(field("weight").value);
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

/**
 * @param {string} route
 * @returns {{new_price_cents: number | null} | {wrong: string}}
 */
function readNewPrice(route) {
  if (!field("new_price").value.trim() || (route !== "sell" && !ASIDE.includes(route))) return { new_price_cents: null };
  const typed = parse(field("new_price").value);
  if (!("cents" in typed) || typed.cents <= 0 || typed.cents > MOST_CENTS) return { wrong: say("BadPrice") };
  return { new_price_cents: typed.cents };
}

/** @returns {string} the first thing that is wrong, or nothing */
function firstWrong(read) {
  let first = "";
  for (const [id, result] of Object.entries(read)) {
    mark(id, "wrong" in result);
    if ("wrong" in result && !first) {
      first = result.wrong;
      const found = document.getElementById(id);
      found.closest("details")?.setAttribute("open", "");
      found.focus();
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
  const measured = measures.read();
  const read = {
    quantity: readQuantity(), ...("id" in measured ? { [measured.id]: measured } : {}), price: readPrice(route),
    new_price: readNewPrice(route), weight: readWeight(), gross: weighing.read(),
  };
  const needsReason = route === "refuse" || route === "quarantine";
  const reason = needsReason ? field("other_reason").value.trim() || field("reason").value : "";
  const wrong = firstWrong(read) || (needsReason && !reason ? say("NoReason") : "");
  complain(wrong);
  if (wrong) return null;
  const line = {
    category, milli: read.quantity.milli, unit: data.categories[category].unit, weight_g: read.weight.weight_g,
    condition: field("condition").value, route, reason, price_cents: read.price.price_cents,
    description: field("description").value.trim(), place: ["material", "residue", "refuse"].includes(route) ? "" : field("place").value, photo, ...told,
    attributes: measured.attributes, new_price_cents: read.new_price.new_price_cents, weighed: read.gross.weighed,
    code: ["material", "residue", "refuse"].includes(route) ? "" : field("code").value.replace(/\s/g, ""),
  };
  photo = "";
  return line;
}

/**
 * Gives this thing the photo that was taken of it before; another one can be taken instead.
 * @param {string} taken
 */
export function attach(taken) {
  photo = taken;
  preview.src = address(`/photos/${taken}.jpg?size=small`);
  preview.hidden = false;
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
wire(form, data.scales);
