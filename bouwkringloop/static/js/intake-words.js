/** Words and figures of the intake page, in the language that the page speaks. */

import { estimate } from "./intake-estimate.js";

const root = document.getElementById("intake");
const comma = document.documentElement.lang === "en" ? "." : ",";

/** What every kind of thing weighs and costs, as the server worked it out for this page. */
export const data = JSON.parse(document.getElementById("intake-data").textContent);

/**
 * @param {string} name of a `data-say-…` sentence
 * @param {Record<string, string | number>} [parts]
 * @returns {string}
 */
export function say(name, parts = {}) {
  return root.dataset[`say${name}`].replace(/\{(\w+)\}/g, (_, part) => String(parts[part]));
}

/**
 * @param {number} milli
 * @returns {string}
 */
export const number = (milli) => String(milli / 1000).replace(".", comma);

/**
 * @param {number} grams
 * @returns {string}
 */
export function weight(grams) {
  return grams < 1000 ? `${grams}\u00a0g` : `${number(Math.round(grams / 100) * 100)}\u00a0kg`;
}

/**
 * @param {number} cents
 * @returns {string} as somebody would type it
 */
export const typedMoney = (cents) => `${Math.floor(cents / 100)}${comma}${String(cents % 100).padStart(2, "0")}`;

/**
 * @param {{category: string, milli: number}} line
 * @returns {string}
 */
export function quantity(line) {
  const kind = data.categories[line.category];
  return `${number(line.milli)}\u00a0${line.milli === 1000 ? kind.unit_name : kind.unit_names}`;
}

/**
 * @param {{category: string, milli: number}} line
 * @param {Record<string, number | string>} attributes as they are sent
 * @returns {number | null} grams by its measures, or null where they do not tell
 */
export function gramsBySize({ category, milli }, attributes) {
  const measures = Object.entries(attributes).filter(([, value]) => typeof value === "number");
  const lengths = Object.fromEntries(measures.map(([name, value]) => [name, Math.round(Number(value) * 1000)]));
  return estimate(data.categories[category], data.sides, milli, lengths);
}

/** @param {{category: string, milli: number}} line */
export const gramsOfKind = ({ category, milli }) => Math.round((data.categories[category].weight_g * milli) / 1000);

/**
 * @param {import("./intake-store.js").Line} line
 * @returns {number} grams, by the scales, or else as typed, by its measures, or by the catalogue
 */
export function grams(line) {
  const { weighed } = line;
  if (weighed) return weighed.gross_g - (data.containers.find((each) => each.slug === weighed.container)?.tare_g ?? 0);
  return line.weight_g ?? gramsBySize(line, line.attributes ?? {}) ?? gramsOfKind(line);
}

/**
 * @param {string} text
 * @returns {string} in lower case and without accents
 */
export const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

/**
 * @param {string} code
 * @returns {string}
 */
export const digits = (code) => `${code.slice(0, 4)}\u00a0${code.slice(4)}`;

/**
 * @param {SVGUseElement} use
 * @param {string} category
 */
export function draw(use, category) {
  use.setAttribute("href", `${root.dataset.pictograms}#${data.categories[category].pictogram}`);
}

/**
 * @param {string} route
 * @returns {string} the word on its tile
 */
export function routeName(route) {
  return document.querySelector(`input[name="route"][value="${route}"] + .tile > span:last-child`).textContent;
}
