/** Offering a batch: cards, words that survive a reload, and sending without losing what was chosen. */

import { add, cards, isEmpty, live, number } from "./batches-lines.js";
import { allMade } from "./photo-field.js";
import { ownName } from "./root.js";

const DRAFT = ownName("offer-draft");
const PASSED_OVER = new Set(["id", "do", "list"]);

/** @returns {HTMLFormElement} */
const current = () => /** @type {HTMLFormElement} */ (document.getElementById("offer"));

/** @param {HTMLFormElement} form */
function keepDraft(form) {
  const words = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !PASSED_OVER.has(name));
  sessionStorage.setItem(DRAFT, JSON.stringify({ page: form.action, words }));
}

/** @param {HTMLFormElement} form */
function takeDraft(form) {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  if (kept?.page !== form.action) return;
  for (const [name, value] of kept.words) {
    const line = /^(lines-\d+)-/.exec(name)?.[1];
    while (line && !form.querySelector(`[data-line="${line}"]`) && cards(form).length < Number(form.dataset.mostLines)) add(form);
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  for (const card of cards(form)) card.dispatchEvent(new Event("drawn"));
}

/**
 * Brings a form to life that the server drew.
 * @param {HTMLFormElement} form
 * @param {Map<string, File[]>} files that were chosen before, by the name of their field
 */
function begin(form, files = new Map()) {
  const all = cards(form);
  for (const card of all) {
    const name = card.dataset.line;
    giveBack(card.querySelector("[data-papers] input"), files.get(`${name}-papers`) ?? []);
    live(form, card, files.get(`${name}-photos`) ?? []);
  }
  // Empty cards beyond the first are there for browsers without scripts.
  const filled = all.filter((card) => !isEmpty(card));
  for (const card of all) if (!filled.includes(card) && card !== all[0]) card.remove();
  if (filled.length && !filled.includes(all[0])) all[0].remove();
  number(form);
  if (form.dataset.draft === "yes") takeDraft(form);
  form.querySelector("[data-add] button").addEventListener("click", () => {
    const card = add(form);
    card.scrollIntoView({ block: "start" });
    /** @type {HTMLElement} */ (card.querySelector(".offer-kind")).focus();
  });
  const allRight = /** @type {HTMLElement | null} */ (form.querySelector("[data-confirm-all]"));
  if (allRight) allRight.hidden = false;
  allRight?.addEventListener("click", () => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-guess] [type=checkbox]"))) box.checked = true;
    keepDraft(form);
  });
  form.addEventListener("input", () => keepDraft(form));
  form.addEventListener("submit", send);
}

/**
 * @param {HTMLInputElement} input
 * @param {File[]} files
 */
function giveBack(input, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  if (files.length) input.files = carrier.files;
}

/** @param {HTMLFormElement} form */
function chosenFiles(form) {
  /** @type {Map<string, File[]>} */
  const chosen = new Map();
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-line] input[type=file]"))) {
    if (input.files.length) chosen.set(input.name, [...input.files]);
  }
  return chosen;
}

/**
 * Says at the top of the form why it stays here.
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function complain(form, text) {
  const line = document.createElement("div");
  line.className = "notice notice-danger";
  line.textContent = text;
  const place = form.querySelector("#offer-wrong");
  place.replaceChildren(line);
  /** @type {HTMLElement} */ (place).focus();
}

/** @param {SubmitEvent} event */
async function send(event) {
  event.preventDefault();
  const form = current();
  if (form.dataset.busy === "yes") return;
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  form.dataset.busy = "yes";
  button?.setAttribute("aria-busy", "true");
  document.getElementById("offer-say").textContent = form.dataset.sending;
  // A slow phone makes photos small for some time; what is sent meanwhile would go without them.
  await allMade();
  const files = chosenFiles(form);
  const bytes = [...files.values()].flat().reduce((sum, file) => sum + file.size, 0);
  if (bytes > Number(form.dataset.mostBytes) - 1_000_000) return stay(form, button, form.dataset.tooMuch);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      sessionStorage.removeItem(DRAFT);
      location.assign(form.dataset.done);
      return;
    }
    redraw(await answer.text(), files);
  } catch {
    stay(form, button, form.dataset.offline);
  }
}

/**
 * Lets the form be sent again, and says why it was not.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 * @param {string} text
 */
function stay(form, button, text) {
  complain(form, text);
  delete form.dataset.busy;
  button?.removeAttribute("aria-busy");
}

/**
 * Puts the form that the server answered in the place of this one, with the files that were chosen.
 * @param {string} html
 * @param {Map<string, File[]>} files
 */
function redraw(html, files) {
  const answered = new DOMParser().parseFromString(html, "text/html");
  const made = answered.getElementById("offer");
  if (!(made instanceof HTMLFormElement)) {
    // Another page, such as that of a link which ended meanwhile.
    complain(current(), answered.querySelector("main")?.textContent.trim() ?? "");
    delete current().dataset.busy;
    return;
  }
  current().replaceWith(made);
  begin(current(), files);
  keepDraft(current());
  const first = current().querySelector("[aria-invalid], .field-error:not([hidden]), [data-first]");
  const opened = first?.closest("details");
  if (opened) opened.open = true;
  const focused = first?.closest(".field")?.querySelector("button.offer-kind, input:not([type=hidden]), select, textarea") ?? first;
  focused?.scrollIntoView({ block: "center" });
  /** @type {HTMLElement} */ (focused ?? current().querySelector("#offer-wrong")).focus({ preventScroll: true });
}

begin(current());
