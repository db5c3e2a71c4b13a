/** The page on which the decision tree is tried: the questions of a phone, and where the answers end. */

import * as ask from "./intake-ask.js";
import { say } from "./intake-words.js";

const root = document.getElementById("intake");
const kind = /** @type {HTMLSelectElement} */ (document.getElementById("try-kind"));
const speaks = document.documentElement.lang === "en" ? "en" : "nl";

/** @param {string} key @param {string} value */
const words = (key, value) => say(`${key}-${value}`.replace(/(?:^|[-_])(\w)/g, (_, letter) => letter.toUpperCase()));

/** @returns {string[]} what the answers come to, in sentences */
function told() {
  const found = ask.found();
  const said = [found.route ? say("Goes", { route: words("route", found.route) }) : say("Free")];
  for (const key of ["use", "worst", "status"]) if (found[key]) said.push(words(key, found[key]));
  if (found.do_now) said.push(found.do_now[speaks]);
  return said;
}

/** @param {string} screen */
function show(screen) {
  for (const part of root.querySelectorAll("[data-is]")) part.hidden = part.dataset.is !== screen;
  document.getElementById("try-back").hidden = screen === "kind";
  if (screen === "kind") kind.value = "";
  if (screen !== "line") return;
  document.getElementById("try-result").replaceChildren(...told().map((sentence) => {
    const line = document.createElement("li");
    line.textContent = sentence;
    return line;
  }));
}

kind.addEventListener("change", () => show(kind.value ? ask.about(kind.value) : "kind"));
root.addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest("button");
  if (pressed?.dataset.answer) show(ask.answer(pressed));
  if (pressed?.dataset.do === "back") show(ask.back());
  if (pressed?.dataset.do === "again") show(ask.about(kind.value));
});
