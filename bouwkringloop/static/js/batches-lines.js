/** The cards of an offer: one for each kind of thing, to be added, filled in and taken away. */

import { choose, known } from "./batches-kinds.js";
import { bringToLife } from "./photo-field.js";

const NEW = "lines-NEW";
/** What a paper is, most often, by how its file is called. */
const PAPERS = /** @type {[RegExp, string][]} */ ([[/komo/i, "komo"], [/dop|prestatie/i, "dop"], [/(^|[^a-z])ce([^a-z]|$)/i, "ce"], [/fac?tuur|invoice/i, "invoice"]]);
const COMMA = document.documentElement.lang === "en" ? "." : ",";

/** @param {Element} of */
export const cards = (of) => /** @type {HTMLElement[]} */ ([...of.querySelectorAll("[data-line]")]);

/** @param {string} text */
function figure(text) {
  const typed = text.trim();
  return /^\d{1,9}([.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(",", ".")) : null;
}

/** @param {HTMLFormElement} form */
export function number(form) {
  const all = cards(form);
  all.forEach((card, at) => {
    card.querySelector("[data-number]").textContent = form.dataset.lineText.replace("{n}", String(at + 1));
    /** @type {HTMLElement} */ (card.querySelector("[data-remove-line]")).hidden = all.length === 1;
  });
  /** @type {HTMLElement} */ (form.querySelector("[data-add]")).hidden = all.length >= Number(form.dataset.mostLines);
}

/**
 * Says the unit of the kind, and what so many of it weigh.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 */
function estimate(form, card) {
  const at = card.dataset.line;
  const value = (/** @type {string} */ part) => /** @type {HTMLInputElement} */ (document.getElementById(`${at}-${part}`)).value;
  const kind = known(value("category"));
  const quantity = figure(value("quantity"));
  const hint = document.getElementById(`${at}-weight-hint`);
  hint.dataset.usual ??= hint.textContent;
  document.getElementById(`${at}-quantity`).closest(".affixed").querySelector(".affix-after").textContent = kind?.unit ?? "";
  if (!kind) hint.textContent = hint.dataset.usual;
  else if (kind.grams === "0") hint.textContent = form.dataset.noEstimate;
  else if (quantity === null) hint.textContent = hint.dataset.usual;
  else hint.textContent = form.dataset.estimate.replace("{kg}", String(Math.round(Number(kind.grams) * quantity / 100) / 10).replace(".", COMMA));
}

/**
 * Makes the field of a kind a button that shows its picture and opens all of them.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 */
function kindButton(form, card) {
  const field = card.querySelector("[data-kind]");
  const input = field.querySelector("input");
  const pick = document.createElement("button");
  pick.type = "button";
  pick.className = "btn btn-quiet btn-big btn-wide offer-kind";
  pick.id = `${input.id}-pick`;
  pick.setAttribute("aria-describedby", `${input.id}-error`);
  field.querySelector("label").htmlFor = pick.id;
  const draw = () => {
    const kind = known(input.value);
    const text = document.createElement("span");
    text.textContent = kind ? input.value : input.value || form.dataset.choose;
    pick.replaceChildren(...(kind ? [picture(kind.picture)] : []), text);
    pick.classList.toggle("offer-kind-open", !kind);
    estimate(form, card);
  };
  pick.addEventListener("click", () => choose((name) => {
    input.value = name;
    field.querySelector("[data-guess]")?.remove();
    /** @type {HTMLElement} */ (field.querySelector(".field-error")).hidden = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
    document.getElementById(`${card.dataset.line}-quantity`).focus();
  }));
  input.type = "hidden";
  input.after(pick);
  card.addEventListener("drawn", draw);
  draw();
}

/** @param {string} name */
function picture(name) {
  const tile = document.querySelector(`#kind-tiles [data-picture="${CSS.escape(name)}"] svg`);
  return tile ? tile.cloneNode(true) : document.createElement("span");
}

/**
 * Asks of every paper what it is.
 * @param {HTMLElement} field
 */
function paperKinds(field) {
  const input = /** @type {HTMLInputElement} */ (field.querySelector("input[type=file]"));
  const first = field.querySelector("[data-paper]");
  const show = () => {
    for (const further of field.querySelectorAll("[data-further]")) further.remove();
    const files = [...input.files];
    first.hidden = files.length === 0;
    if (files.length) ask(first, files[0].name);
    files.slice(1).forEach((file, at) => {
      const further = /** @type {HTMLElement} */ (first.cloneNode(true));
      further.dataset.further = "";
      const select = further.querySelector("select");
      select.id = `${select.name}-${at + 2}`;
      further.querySelector("label").htmlFor = select.id;
      ask(further, file.name);
      field.append(further);
    });
  };
  const ask = (/** @type {Element} */ of, /** @type {string} */ name) => {
    of.querySelector("label").textContent = field.dataset.which.replace("{file}", name);
    of.querySelector("select").value = PAPERS.find(([words]) => words.test(name))?.[1] ?? "other";
  };
  input.addEventListener("change", show);
  show();
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 * @param {File[]} [photos] that were chosen before the page was drawn anew
 */
export function live(form, card, photos = []) {
  kindButton(form, card);
  const field = /** @type {HTMLElement} */ (card.querySelector("[data-photos]"));
  bringToLife(field, photos);
  paperKinds(card.querySelector("[data-papers]"));
  card.addEventListener("input", () => estimate(form, card));
  card.querySelector("[data-remove-line] button").addEventListener("click", () => remove(form, card));
}

/**
 * Adds an empty card at the end.
 * @param {HTMLFormElement} form
 * @returns {HTMLElement}
 */
export function add(form) {
  const taken = cards(form).map((card) => Number(card.dataset.line.split("-")[1]));
  const name = `lines-${Math.max(-1, ...taken) + 1}`;
  const made = document.createElement("div");
  made.innerHTML = document.getElementById("offer-line").innerHTML.replaceAll(NEW, name);
  const card = /** @type {HTMLElement} */ (made.firstElementChild);
  form.querySelector("#offer-lines").append(card);
  live(form, card);
  number(form);
  return card;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} card
 */
function remove(form, card) {
  const all = cards(form);
  const next = all[all.indexOf(card) + 1] ?? all[all.indexOf(card) - 1];
  card.remove();
  number(form);
  document.getElementById("offer-say").textContent = form.dataset.removed;
  form.dispatchEvent(new Event("input"));
  /** @type {HTMLElement} */ (next.querySelector(".offer-kind")).focus();
}

/** Whether nothing was typed on a card, and nothing chosen. */
export const isEmpty = (/** @type {HTMLElement} */ card) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (card.querySelectorAll("input:not([type=checkbox])"))].every((field) => field.value === "");
