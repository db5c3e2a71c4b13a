/** Big keys for cold hands: on a touch screen a field with data-pad is typed in a dialog of its own. */

const pad = /** @type {HTMLDialogElement} */ (document.getElementById("pad"));
const shown = /** @type {HTMLInputElement} */ (document.getElementById("pad-value"));
const next = /** @type {HTMLButtonElement} */ (document.getElementById("pad-next"));
const add = /** @type {HTMLButtonElement} */ (document.getElementById("pad-add"));
const touch = window.matchMedia("(pointer: coarse)");

/** @type {HTMLInputElement | null} */
let field = null;

/**
 * @param {HTMLInputElement} chosen
 * @returns {HTMLInputElement | undefined} the field after it, where several are filled in behind each other
 */
function following(chosen) {
  const row = [...(chosen.closest("[data-pad-row]")?.querySelectorAll("input[data-pad]") ?? [])];
  return row[row.indexOf(chosen) + 1];
}

/** @param {HTMLInputElement} chosen */
const labelOf = (chosen) => document.querySelector(`label[for="${chosen.id}"]`).textContent.trim().replace(/\s+/g, " ");

/** @param {HTMLInputElement} chosen */
function open(chosen) {
  field = chosen;
  document.getElementById("pad-title").textContent = labelOf(chosen);
  const then = following(chosen);
  next.hidden = !then;
  next.querySelector("span").textContent = then ? labelOf(then) : "";
  // How many is often the last that has to be said, so the thing can be added from here.
  add.hidden = !chosen.form || Boolean(then);
  document.getElementById("pad-ready").classList.toggle("btn-quiet", !add.hidden);
  document.getElementById("pad-ready").classList.toggle("btn-primary", add.hidden);
  shown.value = "";
  shown.placeholder = chosen.value;
  shown.maxLength = chosen.maxLength > 0 ? chosen.maxLength : 9;
  pad.querySelector('[data-key="decimal"]').disabled = chosen.dataset.pad === "whole";
  if (!pad.open) pad.showModal();
}

function take() {
  // Nothing typed leaves what was there.
  if (field && shown.value) {
    field.value = shown.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function done() {
  take();
  pad.close();
}

function goOn() {
  take();
  open(following(field));
}

for (const chosen of document.querySelectorAll("input[data-pad]")) {
  // No keyboard slides over the screen, while one on a cable still types.
  if (touch.matches) chosen.inputMode = "none";
  chosen.addEventListener("click", () => touch.matches && open(chosen));
}
document.getElementById("pad-ready").addEventListener("click", done);
next.addEventListener("click", goOn);
add.addEventListener("click", () => {
  done();
  field.form.requestSubmit();
});
pad.addEventListener("click", (event) => {
  if (event.target === pad) done();
});
