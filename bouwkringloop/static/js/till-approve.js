/** What a cashier may not do alone: a shop lead types their PIN, in place, without logging anybody out. */

import { format } from "./money.js";
import { deviations, tooFar } from "./till-limits.js";
import { at, data, make, say } from "./till-page.js";
import { ask } from "./till-send.js";
import { kept, update } from "./till-state.js";
import { address } from "./root.js";

/** @type {() => void} what goes on once it is allowed */
let then = () => undefined;

/** What only the server could know that it needs to be allowed. @type {import("./till-limits.js").Deviation | null} */
let needed = null;

/** @returns {import("./till-limits.js").Deviation[]} what somebody else has to allow */
function wanted() {
  if (data.mayChangePrice) return [];
  const found = deviations(kept.lines.filter((line) => !line.open), kept.discount, say("basketDiscount"));
  return [...tooFar(data.rules, found, kept.approvals), ...(needed ? [needed] : [])];
}

/** @returns {boolean} whether nobody has to allow anything in the basket */
export const approved = () => wanted().length === 0;

/**
 * Asks a shop lead for their PIN; goes on when it is right.
 * @param {() => void} goOn
 * @param {import("./till-limits.js").Deviation | null} [needs] what the server said
 */
export function askApproval(goOn, needs = null) {
  then = goOn;
  needed = needs;
  const found = wanted();
  at("approve-what").replaceChildren(...found.map((one) => make("li", {}, `${say(`allow_${one.kind}`)}: ${one.title} · ${format(one.cents)}`)));
  at("approve-wrong").textContent = data.leads.length ? "" : say("noLeads");
  at("approve-pin").value = "";
  at("approve").showModal();
  const chosen = at("approve").querySelector("[name=lead]:checked") ?? at("approve").querySelector("[name=lead]");
  if (chosen) chosen.checked = true;
  at("approve-pin").focus();
}

/** Sends the PIN; it is kept nowhere. */
async function approve() {
  const person = at("approve").querySelector("[name=lead]:checked");
  const pin = at("approve-pin").value;
  if (!person || !pin) return say("typePin");
  const allowed = wanted().map(({ kind, about, cents }) => ({ kind, about, cents }));
  at("approve-pin").value = "";
  try {
    const response = await ask(address("/api/v1/approvals"), {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ shift: data.shift, sale: kept.id, person: Number(person.value), pin, allowed }),
    });
    const answer = await response.json();
    if (!response.ok) return answer.detail;
    update({ approvals: [...kept.approvals, ...allowed.map((one, index) => ({ ...one, id: answer.approvals[index] }))] });
  } catch {
    return say("offline");
  }
  needed = null;
  at("approve").close();
  then();
  return "";
}

at("approve").addEventListener("close", () => { needed = null; });
at("approve-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("approve-wrong").textContent = await approve();
});
