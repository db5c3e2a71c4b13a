/** Move things by scanning them and then the place: eight digits are a thing, six are a place. */

import { onScan } from "./scan.js";
import { address } from "./root.js";

const page = document.getElementById("scan-move");
const field = /** @type {HTMLInputElement} */ (document.getElementById("scan"));
const said = document.getElementById("scan-said");
const list = document.getElementById("scan-list");

/** @type {Map<string, {title: string, place: string | null}>} */
const ready = new Map();
/** Scans wait for each other, or the place could overtake the thing before it. */
let turn = Promise.resolve();

/**
 * @param {string} key
 * @param {Record<string, string>} [words]
 * @param {boolean} [trouble]
 */
function say(key, words = {}, trouble = false) {
  const pattern = page.dataset[`say${key}`] ?? key;
  said.textContent = pattern.replace(/\{(\w+)\}/g, (_, name) => words[name] ?? "");
  said.classList.toggle("scan-trouble", trouble);
}

function show() {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("scan-row"));
  list.replaceChildren(...[...ready].map(([code, thing]) => {
    const row = /** @type {HTMLElement} */ (template.content.cloneNode(true));
    row.querySelector(".stock-title").textContent = thing.title;
    row.querySelector(".stock-kind").textContent = `${code.slice(0, 4)} ${code.slice(4)}`;
    row.querySelector("button").addEventListener("click", () => { ready.delete(code); show(); field.focus(); });
    return row;
  }));
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>} the answer; throws an Error with the sentence of a refusal
 */
async function ask(path, options) {
  const response = await fetch(address(`/api/v1${path}`), options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

/** @param {string} code */
async function addThing(code) {
  if (ready.has(code)) return say("Twice", { title: ready.get(code).title });
  const thing = await ask(`/items/${code}`);
  if (Number(thing.quantity) === 0) return say("Gone", { title: thing.title }, true);
  ready.set(code, { title: thing.title, place: thing.place });
  show();
  return say("Added", { title: thing.title });
}

/**
 * Moves what is ready; what is refused stays in the list and does not hold up the rest.
 * @param {string} code
 */
async function moveTo(code) {
  if (ready.size === 0) return say("None", {}, true);
  let refusal = "";
  for (const [thing, { title }] of [...ready]) {
    try {
      const answer = await ask(`/items/${thing}/moves`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ place: code }),
      });
      ready.delete(thing);
      show();
      say("Moved", { title, place: answer.place_name });
    } catch (error) {
      // Without a connection the others would fail as well.
      if (error instanceof TypeError) throw error;
      refusal = /** @type {Error} */ (error).message;
    }
  }
  return refusal ? say(refusal, {}, true) : undefined;
}

/** @param {string} code */
function scanned(code) {
  turn = turn.then(async () => {
    try {
      if (code.length === 8) await addThing(code);
      else if (code.length === 6) await moveTo(code);
      else say("Odd", { code }, true);
    } catch (error) {
      if (error instanceof TypeError) say("Offline", {}, true);
      else say(/** @type {Error} */ (error).message, {}, true);
    }
  });
  field.focus();
}

onScan(scanned);
document.getElementById("scan-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = field.value.replace(/\s/g, "");
  field.value = "";
  if (code) scanned(code);
});
