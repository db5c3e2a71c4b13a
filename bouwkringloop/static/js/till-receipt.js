/** A receipt after its sale: as a QR code for the customer's phone, by mail, or on paper. On the till and on the sale's page. */

import { address } from "./root.js";
import { picture } from "./svg.js";
import { ask } from "./till-send.js";

const JSON_BODY = { "Content-Type": "application/json" };

/** @param {string} id @returns {any} */
const at = (id) => document.getElementById(id);

/** What the page has for it; nothing where nobody here may sell. */
const acts = at("receipt-acts");

/** @param {string} words */
function tell(words) {
  at("receipt-said").textContent = words;
}

/**
 * Asks the server for something of a receipt.
 * @param {string} path after the sale
 * @param {string} sale
 * @param {any} [body] to be sent
 * @returns {Promise<{answer?: any, wrong?: string}>}
 */
async function of(sale, path, body) {
  const how = body === undefined ? {} : { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) };
  try {
    const response = await ask(address(`/api/v1/sales/${sale}/${path}`), how);
    const answer = await response.json();
    return response.ok ? { answer } : { wrong: answer.detail };
  } catch {
    return { wrong: acts.dataset.offline };
  }
}

/**
 * Prints a receipt: the original where none was printed, else a copy.
 * @param {string} sale
 * @returns {Promise<{said?: string, wrong?: string}>}
 */
export async function printReceipt(sale) {
  const { answer, wrong } = await of(sale, "prints", {});
  return wrong ? { wrong } : { said: answer.is_copy ? acts.dataset.copying : acts.dataset.printing };
}

/** Tells the screen for customers what code is shown; nothing takes it away. @param {string} svg */
const showElsewhere = (svg) => document.dispatchEvent(new CustomEvent("receipt-code", { detail: svg }));

async function showCode() {
  const { answer, wrong } = await of(acts.dataset.sale, "link");
  if (wrong) return tell(wrong);
  const nowhere = answer.reach === "computer";
  at("receipt-code").replaceChildren(picture(answer.qr));
  for (const id of ["receipt-code", "receipt-scan"]) at(id).hidden = nowhere;
  at("receipt-nowhere").hidden = !nowhere;
  at("receipt-network").hidden = answer.reach !== "network";
  at("receipt-link").textContent = answer.url;
  at("receipt-qr").showModal();
  if (!nowhere) showElsewhere(answer.qr);
  return undefined;
}

function openMail() {
  at("receipt-to").value = "";
  at("receipt-mail-wrong").textContent = "";
  at("receipt-mail").showModal();
  at("receipt-to").focus();
}

/** @param {SubmitEvent} event */
async function mail(event) {
  event.preventDefault();
  const language = at("receipt-mail").querySelector("[name=receipt-language]:checked").value;
  const { wrong } = await of(acts.dataset.sale, "mails", { to: at("receipt-to").value, language });
  at("receipt-mail-wrong").textContent = wrong ?? "";
  if (wrong) return;
  at("receipt-to").value = "";
  at("receipt-mail").close();
  tell(acts.dataset.mailed);
}

/** @param {HTMLButtonElement} button */
async function print(button) {
  // One press is one paper: a second one meanwhile would be a copy that nobody wants.
  button.disabled = true;
  const { said, wrong } = await printReceipt(acts.dataset.sale);
  button.disabled = false;
  tell(said ?? wrong);
}

/**
 * Offers what can be done with the receipt of a sale that was just made.
 * @param {string} sale
 */
export function offerReceipt(sale) {
  acts.dataset.sale = sale;
  tell("");
}

/** @param {MouseEvent} event */
function press(event) {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-receipt]"));
  if (button?.dataset.receipt === "qr") showCode();
  if (button?.dataset.receipt === "mail") openMail();
  if (button?.dataset.receipt === "print") print(button);
}

acts?.addEventListener("click", press);
at("receipt-qr")?.addEventListener("close", () => showElsewhere(""));
at("receipt-mail-form")?.addEventListener("submit", mail);
// With the next customer nothing of this one stays open.
at("done")?.addEventListener("close", () => { for (const id of ["receipt-qr", "receipt-mail"]) at(id)?.close(); });
