/** Keeps the list of jobs as it is now, without taking the page from under anybody's finger. */

const EVERY_MS = 2000;
const region = document.getElementById("live");
const scratch = document.createElement("template");
let shown = "";

/** Somebody is choosing a printer from a list that would close. */
function busy() {
  return document.hidden || region.querySelector("select:focus, form[data-busy]") !== null;
}

async function look() {
  if (busy()) return;
  try {
    const answer = await fetch(region.dataset.live, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.text();
    if (told === shown || busy()) return;
    shown = told;
    show(told);
  } catch {
    // The server is away for a moment; the page stays as it was.
  }
}

/** @param {string} told */
function show(told) {
  const focused = document.activeElement?.id;
  scratch.innerHTML = told;
  // Pictures that are there already stay, so that nothing flickers.
  const there = new Map([...region.querySelectorAll("img")].map((image) => [image.getAttribute("src"), image]));
  for (const image of scratch.content.querySelectorAll("img")) {
    const source = image.getAttribute("src");
    const same = there.get(source);
    // One picture can stand in one place only.
    if (same && there.delete(source)) image.replaceWith(same);
  }
  region.replaceChildren(scratch.content);
  if (focused) document.getElementById(focused)?.focus();
}

setInterval(look, EVERY_MS);
look();
