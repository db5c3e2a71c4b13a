/** Big keys for cold hands: on a touch screen a field with data-pad is typed in a dialog of its own. */

const pad = /** @type {HTMLDialogElement} */ (document.getElementById("pad"));
const shown = /** @type {HTMLInputElement} */ (document.getElementById("pad-value"));
const touch = window.matchMedia("(pointer: coarse)");

/** @type {HTMLInputElement | null} */
let field = null;

/** @param {HTMLInputElement} chosen */
function open(chosen) {
  field = chosen;
  const label = document.querySelector(`label[for="${chosen.id}"]`);
  document.getElementById("pad-title").textContent = label.textContent.trim();
  shown.value = "";
  shown.placeholder = chosen.value;
  shown.maxLength = chosen.maxLength > 0 ? chosen.maxLength : 9;
  pad.querySelector('[data-key="decimal"]').disabled = chosen.dataset.pad === "whole";
  pad.showModal();
}

function done() {
  // Nothing typed leaves what was there.
  if (field && shown.value) {
    field.value = shown.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  pad.close();
}

for (const chosen of document.querySelectorAll("input[data-pad]")) {
  // No keyboard slides over the screen, while one on a cable still types.
  if (touch.matches) chosen.inputMode = "none";
  chosen.addEventListener("click", () => touch.matches && open(chosen));
}
document.getElementById("pad-ready").addEventListener("click", done);
pad.addEventListener("click", (event) => {
  if (event.target === pad) done();
});
