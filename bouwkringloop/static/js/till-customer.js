/** Who buys, looked up by name, for what is bought on account. */

import { at, make, say } from "./till-page.js";
import { ask } from "./till-send.js";
import { kept, update } from "./till-state.js";
import { address } from "./root.js";

const PAUSE_MS = 200;
let pause = 0;
let turn = 0;

/** Shows who buys, and offers to choose another. */
export function showCustomer() {
  at("customer-chosen").textContent = kept.customer?.name ?? "";
  at("customer-chosen").hidden = !kept.customer;
  at("customer-query").value = "";
  at("customer-found").replaceChildren();
  at("account-paid").disabled = !kept.customer;
}

/** @param {any} customer */
const row = (customer) => make("button", {
  type: "button", class: "found", disabled: !customer.may_buy_on_account,
  onclick: () => { update({ customer: { id: customer.id, name: customer.name } }); showCustomer(); at("account-paid").focus(); },
}, make("span", { class: "found-words" }, make("strong", {}, customer.name),
  make("span", {}, customer.may_buy_on_account ? customer.city : say("notOnAccount"))));

/** @param {string} role @param {string} words */
const note = (role, words) => at("customer-found").replaceChildren(make("p", { class: "found-none", role }, words));

async function look() {
  const words = at("customer-query").value.trim();
  turn += 1;
  const mine = turn;
  if (!words) return at("customer-found").replaceChildren();
  try {
    const response = await ask(address(`/api/v1/customers?q=${encodeURIComponent(words)}`));
    const found = response.ok ? await response.json() : [];
    if (mine !== turn) return undefined;
    if (!found.length) return note("status", say("noCustomer"));
    return at("customer-found").replaceChildren(...found.map(row));
  } catch {
    return note("alert", say("offline"));
  }
}

at("customer-query").addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE_MS);
});
