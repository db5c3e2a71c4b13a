/** The button that reads the scales: it fills the gross weight, and says what the matter is where that fails. */

import { canRead, readOnce, Trouble } from "./scale-driver.js";

const comma = document.documentElement.lang === "en" ? "." : ",";

/** @param {number} grams @returns {string} every gram of it, in kilograms: 12345 is "12,345" */
const kilograms = (grams) => String(grams / 1000).replace(".", comma);

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
  line.textContent = sentence.replace("{weight}", `${kilograms(grams)}\u00a0kg`);
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

/**
 * Offers to read the scales beside the gross weight (`#gross`), wherever those chosen (`[name="scale"]`) can be read.
 * What they filled in stands in the field's `data-by-itself` too; it is theirs as long as nobody changed it by hand.
 * @param {HTMLElement} root the line's form
 * @param {import("./scale-driver.js").Scale[]} scales
 */
export function wire(root, scales) {
  const part = /** @type {HTMLElement | null} */ (root.querySelector("[data-scale-read]"));
  if (!part || !canRead()) return;
  const gross = /** @type {HTMLInputElement} */ (root.querySelector("#gross"));
  gross.closest(".field").after(part);
  let leave = new AbortController();

  const chosen = () => {
    const choice = /** @type {HTMLSelectElement | null} */ (root.querySelector('[name="scale"]'));
    return scales.find((scale) => scale.slug === choice?.value && scale.serial);
  };
  const show = () => {
    part.hidden = !chosen();
  };
  const forget = () => {
    leave.abort();
    say(part, "", "");
    delete gross.dataset.byItself;
    show();
  };
  const read = async () => {
    leave = new AbortController();
    const mine = leave;
    const grams = await listen(part, chosen(), { signal: mine.signal });
    // Meanwhile somebody may have gone on to the next thing.
    if (grams === null || mine.signal.aborted) return;
    gross.value = kilograms(grams);
    gross.dispatchEvent(new Event("input", { bubbles: true }));
    gross.dataset.byItself = gross.value;
  };

  part.querySelector("[data-scale-go]").addEventListener("click", read);
  gross.addEventListener("input", () => delete gross.dataset.byItself);
  root.addEventListener("change", (event) => event.target.name === "scale" && forget());
  root.addEventListener("reset", forget);
  // The line is filled in by scripts too, and then comes into view.
  root.addEventListener("focusin", show);
  show();
}
