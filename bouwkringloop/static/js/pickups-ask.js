/** Asking for a pick-up: photos made small and chosen one by one, and words that survive a reload. */

import "./photo-field.js";
import { ownName } from "./root.js";

const DRAFT = ownName("pickup-draft");

/** @param {HTMLFormElement} form */
function keepDraft(form) {
  const words = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "id" && name !== "secret");
  sessionStorage.setItem(DRAFT, JSON.stringify(words));
}

/** @param {HTMLFormElement} form */
function takeDraft(form) {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "[]");
  for (const [name, value] of kept) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type !== "checkbox") field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
}

const form = document.getElementById("ask");
if (form instanceof HTMLFormElement && form.closest(".touch")) {
  if (form.dataset.draft === "yes") takeDraft(form);
  form.addEventListener("input", () => keepDraft(form));
}
if (document.querySelector("[data-sent]")) sessionStorage.removeItem(DRAFT);
