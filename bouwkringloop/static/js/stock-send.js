/** Codes that are scanned stand under each other, wherever the focus is. */

import { onScan } from "./scan.js";

const codes = /** @type {HTMLTextAreaElement} */ (document.getElementById("codes"));

onScan((code) => {
  const listed = codes.value.split(/\s+/).filter(Boolean);
  if (!listed.includes(code)) listed.push(code);
  codes.value = `${listed.join("\n")}\n`;
  codes.scrollTop = codes.scrollHeight;
});
