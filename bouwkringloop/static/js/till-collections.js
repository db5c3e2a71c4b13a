/** What is to be collected: a scan finds the thing. */

import { onScan } from "./scan.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("collect-search"));
if (form) {
  onScan((code) => {
    /** @type {HTMLInputElement} */ (document.getElementById("collect-words")).value = code;
    form.requestSubmit();
  });
}
