/** The page on which a question of the decision tree is changed: choosing a picture for an answer. */

const form = /** @type {HTMLFormElement} */ (document.querySelector(".tree-edit"));
const pictures = /** @type {HTMLDialogElement} */ (document.getElementById("pictures"));
let answer = "";

for (const button of form.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => {
    answer = button.dataset.choose;
    pictures.showModal();
  });
}

pictures.addEventListener("click", (event) => {
  const tile = /** @type {HTMLElement} */ (event.target).closest("[data-picture]");
  if (!tile) return;
  /** @type {HTMLInputElement} */ (form.elements.namedItem(`${answer}-pictogram`)).value = tile.dataset.picture;
  const drawn = tile.querySelector("svg");
  form.querySelector(`[data-shows="${answer}"]`).replaceChildren(...(drawn ? [drawn.cloneNode(true)] : []));
  pictures.close();
});
