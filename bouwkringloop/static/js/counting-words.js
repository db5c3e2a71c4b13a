/** Words and figures of the counting page, in the language that the page speaks. */

const root = document.getElementById("counting");
const comma = document.documentElement.lang === "en" ? "." : ",";

/** @type {{units: Record<string, [string, string]>, places: Record<string, string>, things: Record<string, [string, string, boolean]>}} */
export const data = JSON.parse(document.getElementById("counting-data").textContent);

/** @param {string} id */
export const at = (id) => document.getElementById(id);

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
 * @param {string} unit
 * @returns {string}
 */
export function quantity(milli, unit) {
  const names = data.units[unit];
  const number = String(milli / 1000).replace(".", comma);
  return names ? `${number}\u00a0${names[milli === 1000 ? 0 : 1]}` : number;
}

/**
 * @param {string} code
 * @returns {string}
 */
export const digits = (code) => `${code.slice(0, 4)}\u00a0${code.slice(4)}`;

/**
 * @param {string} id of a template
 * @returns {HTMLElement}
 */
export const copyOf = (id) => /** @type {HTMLTemplateElement} */ (at(id)).content.firstElementChild.cloneNode(true);
