/** The screen for customers: paints what the till's page tells it, and greets while nothing is told. */

import { ownName } from "./root.js";
import { picture } from "./svg.js";

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);

const { till, words } = JSON.parse(at("display-data").textContent);
const channel = new BroadcastChannel(ownName(`till-display:${till}`));
/** How often the figure of the day is looked up again. */
const RENEW_MS = 10 * 60 * 1000;

/**
 * @param {string} tag
 * @param {string} name of its class
 * @param {...(Node | string)} inside
 */
function make(tag, name, ...inside) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
}

/** @param {any} line */
const lineOf = (line) => make("li", `display-line${line.back ? " display-back" : ""}${line.chosen ? " display-chosen" : ""}`,
  make("span", "display-what", make("strong", "", line.title), make("span", "display-times", line.words)),
  make("span", "display-price", line.sum));

/** @param {[string, string]} row */
const rowOf = ([word, sum]) => make("li", "display-row", make("span", "", word), make("span", "display-price", sum));

/** Keeps the line that was touched last in sight; the oldest leave at the top. */
function follow() {
  const list = at("display-lines");
  list.scrollTop = list.scrollHeight;
  list.querySelector(".display-chosen")?.scrollIntoView({ block: "nearest" });
}

/** @param {any} told */
function paint(told) {
  for (const name of ["idle", "basket", "done"]) at(`display-${name}`).hidden = name !== told.kind;
  if (told.kind === "basket") {
    at("display-lines").replaceChildren(...told.lines.map(lineOf));
    at("display-rows").replaceChildren(...told.rows.map(rowOf));
    at("display-word").textContent = words[told.word];
    at("display-sum").textContent = told.sum;
    follow();
  }
  if (told.kind === "done") {
    at("display-done-word").textContent = words[told.word];
    at("display-done-sum").textContent = told.sum;
    at("display-done-total").textContent = told.word === "change" ? `${words.total} ${told.total}` : "";
    at("display-code").hidden = !told.code;
    at("display-code-svg").replaceChildren(...(told.code ? [picture(told.code)] : []));
  }
}

/** Looks up what was kept from waste today; without an answer the figure stays as it is. */
async function renew() {
  try {
    const response = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const figure = page.getElementById("display-figure");
    if (response.ok && figure) at("display-figure").replaceWith(figure);
  } catch {
    // The next time may find the network again.
  }
}

channel.addEventListener("message", (event) => { if (event.data !== "ask") paint(event.data); });
window.addEventListener("resize", follow);
setInterval(renew, RENEW_MS);
channel.postMessage("ask");
