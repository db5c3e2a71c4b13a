/** What every page does: toasts, dialogs, one submit per form, steppers, keypads, and scans that find an item. */

import { onScan } from "./scan.js";

const TOAST_MS = 6000;

/**
 * Shows a line at the foot of the screen for a while; trouble stays until it is closed.
 * @param {string} text
 * @param {"info" | "success" | "danger"} [kind]
 */
export function toast(text, kind = "info") {
  const region = document.getElementById("toasts");
  if (!region) return;
  const line = document.createElement("div");
  line.className = `toast-line toast-${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.setAttribute("aria-label", region.dataset.closeText ?? "");
  close.textContent = "✕";
  close.addEventListener("click", () => line.remove());
  line.append(words, close);
  region.append(line);
  if (kind !== "danger") setTimeout(() => line.remove(), TOAST_MS);
}

/**
 * Asks a question in the layout's dialog.
 * @param {string} question
 * @returns {Promise<boolean>} whether the answer was yes
 */
export function confirmed(question) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("confirm-dialog"));
  dialog.querySelector("[data-confirm-text]").textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

/** @param {SubmitEvent} event */
async function guardSubmit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.getAttribute("method") === "dialog" || event.defaultPrevented) return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  if (form.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    const button = event.submitter;
    if (!(await confirmed(form.dataset.confirm))) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(button);
    return;
  }
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  form.dataset.busy = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
}

/** A page that comes back from the browser's memory may be sent again. */
function release() {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    delete form.dataset.busy;
    delete form.dataset.confirmed;
  }
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

/** @param {HTMLElement} button */
function step(button) {
  const field = button.closest("[data-stepper]").querySelector("input");
  // In thousandths, since 0.1 + 0.2 is not 0.3 to a computer.
  const milli = Math.round(Number(field.value.replace(",", ".")) * 1000) || 0;
  const wanted = milli + Math.round(Number(button.dataset.step) * 1000);
  const kept = Math.min(Math.max(wanted, Number(field.dataset.min) * 1000), Number(field.dataset.max) * 1000);
  const comma = document.documentElement.lang === "en" ? "." : ",";
  field.value = String(kept / 1000).replace(".", comma);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * @param {string} value
 * @param {string} key
 * @returns {string}
 */
function typed(value, key) {
  if (key === "clear") return "";
  if (key === "backspace") return value.slice(0, -1);
  if (key !== "decimal") return value + key;
  return /[.,]/.test(value) ? value : `${value || "0"},`;
}

/** @param {HTMLElement} key */
function press(key) {
  const field = document.getElementById(key.closest("[data-keypad-for]").dataset.keypadFor);
  if (!(field instanceof HTMLInputElement)) return;
  const value = typed(field.value, key.dataset.key);
  if (field.maxLength > 0 && value.length > field.maxLength) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  /** @param {string} selector */
  const within = (selector) => /** @type {HTMLElement | null} */ (target.closest(selector));
  const opener = within("[data-open-dialog]");
  if (opener) document.getElementById(opener.dataset.openDialog)?.showModal();
  if (within("[data-confirm-yes]")) within("dialog").close("yes");
  if (within("[data-close-dialog]")) within("dialog").close("");
  if (within("[data-print]")) window.print();
  if (within("[data-dismiss]")) within("[data-notice]").remove();
  const stepButton = within("[data-stepper] [data-step]");
  if (stepButton) step(stepButton);
  const key = within("[data-keypad-for] [data-key]");
  if (key) press(key);
  const caller = within("[data-toast]");
  if (caller) toast(caller.dataset.toast, caller.dataset.toastKind);
}

/**
 * Closes the menus in which nothing happened, as a menu does that the browser itself opens.
 * @param {Event} event
 */
function closeMenus(event) {
  for (const menu of document.querySelectorAll(".more-menu[open]")) {
    const escaped = event instanceof KeyboardEvent;
    if (escaped ? event.key !== "Escape" : menu.contains(/** @type {Node} */ (event.target))) continue;
    menu.removeAttribute("open");
    if (escaped) /** @type {HTMLElement} */ (menu.querySelector("summary")).focus();
  }
}

document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("click", onClick);
document.addEventListener("submit", guardSubmit);
window.addEventListener("pageshow", release);

const search = document.querySelector("form[data-scan-home]");
if (search instanceof HTMLFormElement) {
  onScan((code) => {
    search.querySelector("[data-scan]").value = code;
    search.requestSubmit();
  });
}
