/** Fields for several photos: they are made small, shown, and can be taken out one by one. */

import { shrink } from "./photo.js";

/** @type {WeakMap<HTMLElement, File[]>} */
const chosen = new WeakMap();

/** @type {Promise<unknown>} */
let making = Promise.resolve();

/** Waits until every photo that was chosen up to now is made small. */
export const allMade = () => making;

/** @param {HTMLElement} field */
const inputOf = (field) => /** @type {HTMLInputElement} */ (field.querySelector("input[type=file]"));

/**
 * Shows what is wrong with the photos, or that nothing is.
 * @param {HTMLElement} field
 * @param {string} text
 */
function complain(field, text) {
  const place = field.querySelector(".field-error");
  place.querySelector("span").textContent = text;
  place.hidden = text === "";
}

/**
 * Makes a photo small; what the browser cannot read is no photo to us either.
 * @param {File} file
 * @returns {Promise<File | null>}
 */
async function made(file) {
  try {
    const small = await shrink(file);
    return new File([small], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return null;
  }
}

/**
 * Puts what was chosen into the field, and shows it.
 * @param {HTMLElement} field
 */
function show(field) {
  const files = chosen.get(field);
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  inputOf(field).files = carrier.files;
  const list = field.querySelector("[data-chosen]");
  for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
  list.replaceChildren(...files.map((file) => thumbnail(field, file)));
  list.hidden = files.length === 0;
}

/**
 * @param {HTMLElement} field
 * @param {File} file
 * @returns {HTMLElement}
 */
function thumbnail(field, file) {
  const line = document.createElement("li");
  const picture = document.createElement("img");
  picture.src = URL.createObjectURL(file);
  picture.alt = file.name;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "✕";
  remove.setAttribute("aria-label", `${field.dataset.remove}: ${file.name}`);
  remove.addEventListener("click", () => {
    chosen.set(field, chosen.get(field).filter((other) => other !== file));
    complain(field, "");
    show(field);
    inputOf(field).focus();
  });
  line.append(picture, remove);
  return line;
}

/** @param {HTMLElement} field */
async function add(field) {
  const input = inputOf(field);
  const form = input.form;
  const files = chosen.get(field);
  form.dataset.busy ??= "photos";
  /** @type {string[]} */
  const wrong = [];
  for (const file of [...input.files]) {
    if (files.length >= Number(field.dataset.most)) {
      wrong.push(field.dataset.tooMany);
      break;
    }
    const small = await made(file);
    if (small) files.push(small);
    else wrong.push(field.dataset.noPhoto.replace("{file}", file.name));
  }
  complain(field, wrong.join(" "));
  show(field);
  if (form.dataset.busy === "photos") delete form.dataset.busy;
}

/**
 * Brings a field to life; what was chosen in it before its page was drawn anew can be given back.
 * @param {HTMLElement} field
 * @param {File[]} [before] made small already
 */
export function bringToLife(field, before = []) {
  if (!chosen.has(field)) inputOf(field).addEventListener("change", () => {
    making = Promise.all([making, add(field)]);
  });
  chosen.set(field, before);
  if (before.length) show(field);
}

for (const field of document.querySelectorAll("[data-photos]")) bringToLife(/** @type {HTMLElement} */ (field));
