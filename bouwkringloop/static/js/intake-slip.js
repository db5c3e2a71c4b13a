/** After a delivery came in: the slip for who brought it, and the way to its page. */

import { toast } from "./base.js";
import { say } from "./intake-words.js";
import { LoggedOut, Refusal, post } from "./post.js";
import { address } from "./root.js";

const paper = document.getElementById("slip-paper");
const button = /** @type {HTMLButtonElement} */ (document.getElementById("slip"));

let shown = "";

/**
 * Points to the delivery that was sent last.
 * @param {{id: string}} answer of the server
 */
export function after(answer) {
  shown = answer.id;
  const page = document.getElementById("intake").dataset.deliveryPage;
  document.getElementById("to-delivery").href = page.replace(/0{8}-(?:0{4}-){3}0{12}/, answer.id);
  paper.hidden = true;
  button.disabled = false;
}

/**
 * Has the slip printed, and shows it: whoever brought the things may scan it from the screen too.
 * @param {{id: string}} answer
 */
export async function printSlip(answer) {
  button.disabled = true;
  try {
    const { job } = await post(address(`/api/v1/intakes/${answer.id}/slip`), "");
    toast(say("SlipPrinting"), "success");
    if (shown !== answer.id) return; // The next car came in meanwhile.
    const picture = paper.querySelector("img");
    picture.src = address(`/api/v1/print-jobs/${job}/preview.png`);
    paper.hidden = false;
    picture.addEventListener("load", () => paper.scrollIntoView({ block: "nearest" }), { once: true });
  } catch (error) {
    const told = error instanceof Refusal ? error.message : say(error instanceof LoggedOut ? "LoggedOut" : "SlipLater");
    toast(told, "danger");
  } finally {
    button.disabled = false;
  }
}
