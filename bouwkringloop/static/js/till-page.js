/** The till's page: its data, its words, and how it speaks up. */

import { format } from "./money.js";
import { sound } from "./till-sound.js";

/** @param {string} id @returns {any} */
export const at = (id) => document.getElementById(id);

export const data = JSON.parse(at("till-data").textContent);
const english = document.documentElement.lang === "en";

/**
 * Gives a sentence of the page with its gaps filled in.
 * @param {string} name
 * @param {Record<string, string | number>} [gaps]
 * @returns {string}
 */
export const say = (name, gaps = {}) => data.words[name].replace(/\{(\w+)\}/g, (_, gap) => String(gaps[gap]));

/**
 * Writes thousandths with as many places as they need.
 * @param {number} milli
 * @returns {string}
 */
export function number(milli) {
  const [whole, places = ""] = String(milli / 1000).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, english ? "," : ".");
  return places ? `${grouped}${english ? "." : ","}${places}` : grouped;
}

/**
 * Writes thousandths as somebody would type them into a field.
 * @param {number} milli
 * @returns {string}
 */
export const typedNumber = (milli) => number(milli).replace(english ? /,/g : /\./g, "");

/**
 * @param {number} milli
 * @param {string} unit
 * @returns {string} such as "2,5 m²"
 */
export const amount = (milli, unit) => `${number(milli)}\u00a0${data.units[unit][milli === 1000 ? 0 : 1]}`;

/**
 * Writes a moment by the shop's clock, wherever the device thinks it is.
 * @param {string | number} at_ as the API writes it, or in milliseconds
 * @param {Intl.DateTimeFormatOptions} style
 * @returns {string}
 */
export const clock = (at_, style) => new Date(at_).toLocaleString(document.documentElement.lang, { timeZone: "Europe/Amsterdam", ...style });

/**
 * Writes the last day of what is kept until a moment.
 * @param {string} until
 * @returns {string}
 */
export const lastDay = (until) => clock(new Date(until).getTime() - 1, { dateStyle: "short" });

/**
 * Writes cents as somebody would type them into a field.
 * @param {number} cents
 * @returns {string}
 */
export const typed = (cents) => format(cents).slice(2).replace(english ? /,/g : /\./g, "");

/**
 * Makes an element with its attributes and what is in it.
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...(Node | string)} inside
 * @returns {HTMLElement}
 */
export function make(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside);
  return made;
}

/** @param {string} name of a template in the page */
export const icon = (name) => at(`icon-${name}`).content.cloneNode(true);

/** @param {string} id */
export function pictogram(id) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  drawn.setAttribute("class", "pictogram");
  drawn.setAttribute("viewBox", "0 0 48 48");
  drawn.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${data.pictograms}#${id}`);
  drawn.append(use);
  return drawn;
}

/** Takes the last complaint away. */
export function hush() {
  at("alarm").replaceChildren();
  at("pay-alarm").replaceChildren();
}

/**
 * Complains so that nobody misses it: in colour, with a sound, and read aloud. The basket stays as it is.
 * @param {string} sentence
 * @param {{url?: string, act?: () => void, text: string}} [way] where to mend it, or what does
 */
export function alarm(sentence, way) {
  hush();
  const words = make("span", { class: "alarm-words" }, sentence);
  if (way?.url) words.append(" ", make("a", { href: way.url }, way.text));
  if (way?.act) words.append(" ", make("button", { type: "button", class: "alarm-act", onclick: way.act }, way.text));
  const close = make("button", { type: "button", class: "alarm-close", "aria-label": say("close"), onclick: hush }, icon("close"));
  at(at("pay").open ? "pay-alarm" : "alarm").append(icon("alarm"), words, close);
  sound("wrong");
}

/**
 * Tells something to whoever listens to the page instead of looking at it.
 * @param {string} sentence
 */
export function murmur(sentence) {
  at("said").textContent = sentence;
}
