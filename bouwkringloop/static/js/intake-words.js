/** Words and figures of the intake page, in the language that the page speaks. */

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
 * @param {{category: string, milli: number, weight_g: number | null}} line
 * @returns {number} grams, by the scales or else by the catalogue
 */
export function grams(line) {
  return line.weight_g ?? Math.round((data.categories[line.category].weight_g * line.milli) / 1000);
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
