/** Where things come from: what is brought to a yard or a shop was brought just there, until somebody says how else. */

import { data } from "./intake-words.js";

const screen = document.querySelector('[data-is="source"]');

function follow() {
  const site = /** @type {HTMLInputElement} */ (screen.querySelector('input[name="site"]:checked'));
  const source = data.sites[site.value] === "yard" ? "yard" : "shop";
  /** @type {HTMLInputElement} */ (screen.querySelector(`input[name="source"][value="${source}"]`)).checked = true;
}

/** @param {boolean} said whether somebody said already how it came */
export function sourceFollowsSite(said) {
  let known = said;
  if (!known) follow();
  screen.addEventListener("change", (event) => {
    if (event.target.name === "source") known = true;
    if (event.target.name === "site" && !known) follow();
  });
}
