/** Choosing what kind of thing is offered, by group, by picture or by its name. */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("kind-picker"));
const search = /** @type {HTMLInputElement} */ (document.getElementById("kind-search"));
const tiles = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#kind-tiles [data-name]")]);

/** @type {Map<string, HTMLElement>} */
const byName = new Map();
for (const tile of tiles) byName.set(tile.dataset.name, tile);

let group = "";
/** @type {(name: string) => void} */
let take = () => {};

/** @param {string} text */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function show() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  let many = 0;
  for (const tile of tiles) {
    const said = fold(tile.dataset.words);
    const fits = words.length ? words.every((word) => said.includes(word)) : tile.dataset.in === group;
    tile.hidden = !fits;
    many += Number(fits);
  }
  const listed = words.length > 0 || group !== "";
  document.getElementById("kind-shelves").hidden = listed;
  document.getElementById("kind-groups").hidden = !listed;
  document.getElementById("kind-none").hidden = !listed || many > 0;
}

/** @param {string} wanted */
function toGroup(wanted) {
  group = wanted;
  search.value = "";
  show();
  dialog.scrollTop = 0;
}

/**
 * Gives what is known of a kind: its picture, its unit, and what one of it weighs.
 * @param {string} name
 */
export const known = (name) => byName.get(name)?.dataset ?? null;

/**
 * Opens the pictures, and hands over the name of the kind that is chosen.
 * @param {(name: string) => void} chosen
 */
export function choose(chosen) {
  take = chosen;
  toGroup("");
  dialog.showModal();
}

search.addEventListener("input", show);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const fitting = tiles.filter((tile) => !tile.hidden);
  if (fitting.length === 1) fitting[0].click();
});
document.getElementById("kind-groups").addEventListener("click", () => {
  toGroup("");
  search.focus();
});
dialog.addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest("[data-group], [data-name]");
  if (!(pressed instanceof HTMLElement)) return;
  if (pressed.dataset.group) {
    toGroup(pressed.dataset.group);
    tiles.find((tile) => !tile.hidden)?.focus();
    return;
  }
  dialog.close();
  take(pressed.dataset.name);
});
