/** The questions of the decision tree about one thing: one on the screen at a time, one touch an answer. */

import { outcome } from "./intake-tree.js";
import { data, say } from "./intake-words.js";

const root = document.getElementById("intake");
const speaks = document.documentElement.lang === "en" ? "en" : "nl";

let category = "";
/** @type {Record<string, string>} */
let answers = {};
/** @type {string[]} the questions in the order in which they were answered, to go back along */
let order = [];

/** @param {{nl: string, en: string} | null | undefined} text */
const spoken = (text) => text?.[speaks] ?? "";

const STOPS = ["refuse", "quarantine"];

/** @returns {import("./intake-tree.js").Outcome} what the answers come to; what is dangerous stays apart at least */
export function found() {
  const result = /** @type {any} */ (outcome(data.tree, category, data.categories[category].group, answers));
  if (!data.categories[category].dangerous || result.next || STOPS.includes(result.route)) return result;
  const said = (/** @type {string} */ name) => ({ nl: say(name), en: say(name) });
  return { ...result, route: "quarantine", reason: said("Dangerous"), do_now: said("DangerousNow") };
}

/** Answers what has only one answer: whoever chose the kind has said it already. */
function goOn() {
  let next = found().next;
  while (next?.answers.length === 1) {
    answers[next.slug] = next.answers[0].slug;
    next = found().next;
  }
}

/** @returns {{answers: Record<string, string>, tree: number | null}} what goes along with the line */
export function told() {
  return { answers: Object.fromEntries(found().answered), tree: data.tree.version };
}

/** @param {string} picture */
function drawn(picture) {
  if (!picture) return "";
  const icon = picture.startsWith("icon:");
  const href = icon ? `${root.dataset.icons}#${picture.slice(5)}` : `${root.dataset.pictograms}#${picture}`;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", icon ? "icon" : "pictogram pictogram-large");
  svg.setAttribute("aria-hidden", "true");
  if (!icon) svg.setAttribute("viewBox", "0 0 48 48");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", href);
  svg.append(use);
  return svg;
}

/** @param {import("./intake-tree.js").Question} question */
function show(question) {
  document.getElementById("ask-title").textContent = spoken(question.text);
  document.getElementById("ask-about").textContent = data.categories[category].name;
  const help = document.getElementById("ask-help");
  help.textContent = spoken(question.help);
  help.hidden = !help.textContent;
  document.getElementById("answers").replaceChildren(...question.answers.map((answer, at) => {
    const tile = document.createElement("button");
    tile.type = "button";
    tile.className = at === 0 ? "tile tile-first" : "tile";
    tile.dataset.answer = answer.slug;
    tile.dataset.question = question.slug;
    const words = document.createElement("span");
    words.textContent = spoken(answer.text);
    tile.append(drawn(answer.pictogram), words);
    return tile;
  }));
}

/** @param {import("./intake-tree.js").Outcome} result */
function warn(result) {
  document.getElementById("stop-title").textContent = say(result.route === "refuse" ? "StopRefuse" : "StopApart");
  document.getElementById("stop-why").textContent = spoken(result.reason);
  document.getElementById("stop-now").textContent = spoken(result.do_now);
}

/** @returns {"ask" | "stop" | "line"} the screen that comes now */
function screen() {
  goOn();
  const result = found();
  if (result.next) {
    show(result.next);
    return "ask";
  }
  if (STOPS.includes(result.route)) {
    warn(result);
    return "stop";
  }
  return "line";
}

/**
 * Begins with a thing of a kind.
 * @param {string} chosen
 * @returns {"ask" | "stop" | "line"}
 */
export function about(chosen) {
  category = chosen;
  answers = {};
  order = [];
  return screen();
}

/**
 * @param {HTMLElement} tile
 * @returns {"ask" | "stop" | "line"}
 */
export function answer(tile) {
  answers[tile.dataset.question] = tile.dataset.answer;
  order.push(tile.dataset.question);
  return screen();
}

/** @returns {"ask" | "stop" | "line" | "kind"} one question back, or back to the kinds */
export function back() {
  const last = order.pop();
  if (last === undefined) return "kind";
  const left = Object.entries(answers).filter(([slug]) => order.includes(slug));
  answers = Object.fromEntries(left);
  return screen();
}

/** @returns {string} why it is refused or kept apart, in the language of the page */
export const reason = () => spoken(found().reason);
