/**
 * The scanner that acts as a keyboard: a burst of digits ended by Enter, wherever the focus is.
 * Nobody types six digits and Enter with less than 60 ms between the keys, so typing is never taken for a scan.
 */

const LONGEST_GAP_MS = 60;
const FEWEST_DIGITS = 6;

/** @typedef {(code: string) => void} ScanCallback */

/** @type {ScanCallback[]} */
const callbacks = [];

let digits = "";
let lastKeyAt = 0;
/** @type {{field: HTMLInputElement | HTMLTextAreaElement, value: string} | null} */
let before = null;

/**
 * Calls back with the digits of every scan. The last one registered gets it, so a page takes over from the layout.
 * @param {ScanCallback} callback
 * @returns {() => void} stops listening
 */
export function onScan(callback) {
  callbacks.push(callback);
  return () => {
    const index = callbacks.lastIndexOf(callback);
    if (index >= 0) callbacks.splice(index, 1);
  };
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLInputElement | HTMLTextAreaElement | null}
 */
function typedField(target) {
  if (target instanceof HTMLTextAreaElement) return target;
  const typable = target instanceof HTMLInputElement && !["checkbox", "radio", "file", "button", "submit"].includes(target.type);
  return typable ? target : null;
}

/** @param {string} code */
function tell(code) {
  callbacks.at(-1)?.(code);
}

function forget() {
  digits = "";
  before = null;
}

/** @param {KeyboardEvent} event */
function onDigit(event) {
  const field = typedField(event.target);
  if (event.timeStamp - lastKeyAt >= LONGEST_GAP_MS) forget();
  if (!digits && field) before = { field, value: field.value };
  digits += event.key;
  lastKeyAt = event.timeStamp;
}

/**
 * Takes the scan out of the field it fell into, so that a price or a note stays as it was.
 * @param {KeyboardEvent} event
 */
function onEnter(event) {
  const field = typedField(event.target);
  const fast = digits.length >= FEWEST_DIGITS && event.timeStamp - lastKeyAt < LONGEST_GAP_MS;
  // A code stands on labels and screens in two groups, and is typed so too.
  const typed = field?.hasAttribute("data-scan") ? field.value.replace(/\s/g, "") : "";
  const byHand = /^\d{6,}$/.test(typed);
  if (callbacks.length === 0 || !(fast || byHand)) {
    forget();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const code = fast ? digits : typed;
  if (fast && before) {
    before.field.value = before.value;
    before.field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (byHand) {
    field.value = "";
  }
  forget();
  tell(code);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (typedField(event.target)?.type === "password") return;
  if (/^\d$/.test(event.key)) onDigit(event);
  else if (event.key === "Enter") onEnter(event);
  else if (event.key !== "Shift") forget();
}, true);
