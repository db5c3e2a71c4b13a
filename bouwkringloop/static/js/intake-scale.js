/** The button that reads the scales: it fills the gross weight, and says what the matter is where that fails. */

import { canRead, readOnce, Trouble } from "./scale-driver.js";

const comma = document.documentElement.lang === "en" ? "." : ",";

/** @param {number} grams @returns {string} every gram of it: 12345 is "12,345 kg" */
function shown(grams) {
  const text = String(Math.abs(grams) / 1000).replace(".", comma);
  return `${grams < 0 ? "-" : ""}${text}\u00a0kg`;
}

/**
 * Writes a weight as somebody types it. "12,345" can be read in two ways, so a nought goes before it, as many scales
 * show it themselves.
 * @param {number} grams
 * @returns {string}
 */
function typed(grams) {
  const text = String(grams / 1000).replace(".", comma);
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(text) ? `0${text}` : text;
}

/**
 * Shows a sentence beside the button.
 * @param {HTMLElement} part
 * @param {string} name of a `data-say-…` sentence, or nothing
 * @param {"" | "busy" | "wrong"} kind
 * @param {number} [grams]
 */
function say(part, name, kind, grams = 0) {
  const line = part.querySelector("[data-scale-said]");
  const sentence = name ? part.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] : "";
  line.textContent = sentence.replace("{weight}", shown(grams));
  line.dataset.kind = kind;
}

/**
 * Reads scales once, and says meanwhile and afterwards how it goes.
 * @param {HTMLElement} part the button with its sentences, as templates/intake/_scale.html makes it
 * @param {import("./scale-driver.js").Scale} scale
 * @param {import("./scale-driver.js").Listener} [tell]
 * @returns {Promise<number | null>} grams
 */
export async function listen(part, scale, tell = {}) {
  const button = /** @type {HTMLButtonElement} */ (part.querySelector("[data-scale-go]"));
  button.disabled = true;
  say(part, "listening", "busy");
  try {
    const read = await readOnce(scale, { moving: (grams) => say(part, "moving", "busy", grams), ...tell });
    say(part, read.net ? "net" : "read", "", read.grams);
    return read.grams;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    say(part, tell.signal?.aborted ? "" : error.message, "wrong");
    return null;
  } finally {
    button.disabled = false;
  }
}

/** What the scales filled in last, as long as nobody changed it by hand. */
let filled = "";
/** @type {HTMLElement | null} */
let line = null;

const gross = () => /** @type {HTMLInputElement | null} */ (line?.querySelector("#gross") ?? null);

/** @returns {boolean} whether the gross weight of this line is what the scales told themselves */
export const byItself = () => filled !== "" && gross()?.value === filled;

/** @param {string} text */
function remember(text) {
  filled = text;
  line.dataset.byItself = String(byItself());
}

/**
 * Offers to read the scales beside the gross weight (`#gross`), wherever those chosen (`[name="scale"]`) can be read.
 * @param {HTMLElement} root the line's form
 * @param {import("./scale-driver.js").Scale[]} scales
 */
export function wire(root, scales) {
  const part = /** @type {HTMLElement | null} */ (root.querySelector("[data-scale-read]"));
  if (!part || !canRead()) return;
  line = root;
  let leave = new AbortController();
  let filling = false;

  const chosen = () => {
    const choice = /** @type {HTMLSelectElement | null} */ (root.querySelector('[name="scale"]'));
    return scales.find((scale) => scale.slug === choice?.value && scale.serial);
  };
  const show = () => {
    const field = gross()?.closest(".field");
    part.hidden = !field || !chosen();
    if (field && field.nextElementSibling !== part) field.after(part);
  };
  const forget = () => {
    leave.abort();
    say(part, "", "");
    remember("");
    show();
  };
  const read = async () => {
    leave = new AbortController();
    const mine = leave;
    const grams = await listen(part, chosen(), { signal: mine.signal });
    // Meanwhile somebody may have gone on to the next thing.
    if (grams === null || mine.signal.aborted) return;
    filling = true;
    gross().value = typed(grams);
    remember(gross().value);
    gross().dispatchEvent(new Event("input", { bubbles: true }));
    filling = false;
  };

  part.querySelector("[data-scale-go]").addEventListener("click", read);
  root.addEventListener("input", (event) => event.target === gross() && !filling && remember(""));
  root.addEventListener("change", (event) => event.target.name === "scale" && forget());
  root.addEventListener("reset", forget);
  // The line is filled in by scripts too, and then comes into view.
  root.addEventListener("focusin", show);
  remember("");
  show();
}
