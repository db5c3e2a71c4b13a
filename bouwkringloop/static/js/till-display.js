/**
 * The screen for customers: paints what the till's page tells it, and greets while nothing is told. It asks all the time,
 * so that nobody's basket stays on it when the till's page is gone without a word: a crash, or a computer that hangs.
 * The screen asks and not the till tells, since browsers slow down the timers of pages that nobody looks at.
 */

import { ownName } from "./root.js";
import { picture } from "./svg.js";

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);

const { till, words } = JSON.parse(at("display-data").textContent);
const channel = new BroadcastChannel(ownName(`till-display:${till}`));
/** How often the figure of the day is looked up again. */
const RENEW_MS = 10 * 60 * 1000;
/** How often the till is asked what there is to show, and after how many questions without an answer it is gone. */
const ASK_MS = 2000;
const UNANSWERED = 3;

let unanswered = 0;
/** What was told last, so that the same is not painted again. */
let painted = "";

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

/** @param {any} told */
function show(told) {
  const now = JSON.stringify(told);
  if (now !== painted) paint(told);
  painted = now;
}

function ask() {
  if (unanswered >= UNANSWERED) show({ kind: "idle" });
  unanswered += 1;
  channel.postMessage("ask");
}

/** @param {any} told */
function hear(told) {
  unanswered = 0;
  show(told);
}

// Another screen of this till asks on the same channel.
channel.addEventListener("message", (event) => { if (event.data !== "ask") hear(event.data); });
window.addEventListener("resize", follow);
setInterval(renew, RENEW_MS);
setInterval(ask, ASK_MS);
ask();
