/** The PIN switch: a name, a few digits, done; by finger, keyboard or a badge that types. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("switch"));
const pin = /** @type {HTMLInputElement | null} */ (document.getElementById("pin"));
const names = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=person]")]);

/** Shows who was chosen, and lets the digits come. */
function askPin() {
  const who = names.find((name) => name.checked);
  if (!who || !pin) return;
  const face = form.querySelector("[data-face-shown]");
  face.className = who.dataset.face;
  face.textContent = who.dataset.name.slice(0, 1).toUpperCase();
  form.querySelector("[data-name-shown]").textContent = who.dataset.name;
  form.querySelector("[data-refusal]")?.remove();
  form.dataset.step = "pin";
  pin.value = "";
  pin.focus();
}

function askWho() {
  form.dataset.step = "who";
  (names.find((name) => name.checked) ?? names[0])?.focus();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const chosen = names.some((name) => name.checked);
  if (event.key === "Enter" && names.includes(event.target)) {
    event.preventDefault();
    event.target.checked = true;
    askPin();
  } else if (event.key === "Escape") {
    askWho();
  } else if (/^\d$/.test(event.key) && chosen && pin && event.target !== pin) {
    // Moving the focus now lets the field take this very digit.
    if (form.dataset.step === "who") askPin();
    pin.focus();
  }
}

form.classList.add("is-stepped");
// The page has keys of its own; the keyboard of the phone would only cover them.
if (pin && matchMedia("(pointer: coarse)").matches) pin.inputMode = "none";
for (const name of names) {
  // Arrow keys press a radio button too, but without a pointer; they only walk along the names.
  name.addEventListener("click", (event) => event.detail > 0 && askPin());
}
form.querySelector("[data-back]").addEventListener("click", askWho);
document.addEventListener("keydown", onKey);
if (form.dataset.step === "pin") pin?.focus();
