/** How the keys on the screen treat the field they type into, beyond what base.js does with every keypad. */

/**
 * Makes the next key replace what stands in a field, as typing over a selection does.
 * @param {HTMLInputElement} field
 */
export function renew(field) {
  field.select();
  field.dataset.fresh = "yes";
}

/** @param {Event} event */
const keyOf = (event) => /** @type {HTMLElement} */ (event.target).closest("[data-keypad-for] [data-key]");

document.addEventListener("click", (event) => {
  const key = keyOf(event);
  if (!key) return;
  const field = document.getElementById(key.closest("[data-keypad-for]").dataset.keypadFor);
  if (field.dataset.fresh) field.value = "";
  delete field.dataset.fresh;
}, { capture: true });

document.addEventListener("input", (event) => {
  delete /** @type {HTMLElement} */ (event.target).dataset.fresh;
}, { capture: true });

// Keys on the screen leave the focus where it is, so that Enter confirms the field and not the last key again.
document.addEventListener("mousedown", (event) => {
  if (keyOf(event)) event.preventDefault();
});
