/** Counting a drawer: adds notes and coins up while they are counted. */

import { format, parse } from "./money.js";
import { ownName } from "./root.js";
import { load } from "./till-keep.js";

const form = document.querySelector("[data-count]");
const how = () => form.querySelector("[name=how]:checked").value;

/** A shift has one id from its float to its count; what was typed for the one is nothing of the other. */
const keptUnder = ownName(`count:${location.pathname}:${form.elements.namedItem("id").value}`);
const fields = () => [...form.querySelectorAll("[name^=pieces_], [name=sum]")];

/** Keeps what is typed while it is counted, so that a refresh loses nothing. */
function keep() {
  const typed = Object.fromEntries(fields().map((field) => [field.name, field.value]));
  sessionStorage.setItem(keptUnder, JSON.stringify({ how: how(), typed }));
}

/** Brings back what was typed before a refresh; what the server sent back comes first. */
function bringBack() {
  const kept = sessionStorage.getItem(keptUnder);
  if (!kept || fields().some((field) => field.value)) return;
  const { how: way, typed } = JSON.parse(kept);
  form.querySelector(`[name=how][value=${way}]`).checked = true;
  for (const field of fields()) field.value = typed[field.name] ?? "";
}

/** Adds up what is filled in, and shows the way of counting that was chosen. */
function reckon() {
  const byPieces = how() === "pieces";
  form.querySelector("[data-count-pieces]").hidden = !byPieces;
  form.querySelector("[data-count-sum]").hidden = byPieces;
  let cents = 0;
  for (const shown of form.querySelectorAll("[data-worth]")) {
    const typed = document.getElementById(`pieces_${shown.dataset.worth}`).value.trim();
    const worth = /^\d{1,5}$/.test(typed) ? Number(typed) * Number(shown.dataset.worth) : 0;
    shown.textContent = worth ? format(worth) : "";
    cents += worth;
  }
  if (!byPieces) {
    const read = parse(form.querySelector("[name=sum]").value);
    cents = "cents" in read ? read.cents : 0;
  }
  document.getElementById("count-total").textContent = format(cents);
}

for (const happening of ["input", "change"]) {
  form.addEventListener(happening, () => {
    reckon();
    keep();
  });
}
// Enter goes to the next note or coin instead of sending half a count.
form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  const field = event.target;
  if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || !field.name.startsWith("pieces_")) return;
  event.preventDefault();
  const pieces = [...form.querySelectorAll("[name^=pieces_]")];
  (pieces[pieces.indexOf(field) + 1] ?? form.querySelector("[type=submit]")).focus();
});
const unpaid = form.querySelector("[data-unpaid]");
if (unpaid) {
  const kept = load(form.dataset.till);
  unpaid.hidden = kept.lines.length === 0 && kept.sent === null;
}
bringBack();
reckon();
