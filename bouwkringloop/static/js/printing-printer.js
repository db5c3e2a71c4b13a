/** Makes setting up a printer easier: what is near by, and sites and tills to tick. */

const near = document.getElementById("near");
if (near) {
  fetch(near.dataset.found)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((told) => {
      if (told) near.innerHTML = told;
    })
    .catch(() => {});
}

/**
 * Puts boxes to tick in the place of a line of names; the line stays what is sent.
 * @param {HTMLInputElement} line
 */
async function tick(line) {
  const answer = await fetch(line.dataset.names);
  if (!answer.ok) return;
  const known = await answer.json();
  const chosen = new Set(line.value.split(",").map((name) => name.trim()).filter(Boolean));
  for (const name of chosen) {
    if (!known.some((place) => place.slug === name)) known.push({ slug: name, name });
  }
  const boxes = document.createElement("div");
  boxes.className = "checks";
  boxes.setAttribute("role", "group");
  boxes.setAttribute("aria-label", line.labels[0]?.textContent ?? "");
  for (const place of known) boxes.append(box(line, place, chosen));
  line.hidden = true;
  line.after(boxes);
}

/**
 * @param {HTMLInputElement} line
 * @param {{slug: string, name: string}} place
 * @param {Set<string>} chosen
 */
function box(line, place, chosen) {
  const label = document.createElement("label");
  label.className = "check";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.className = "form-check-input";
  input.checked = chosen.has(place.slug);
  input.addEventListener("change", () => {
    if (input.checked) chosen.add(place.slug);
    else chosen.delete(place.slug);
    line.value = [...chosen].join(", ");
  });
  const words = document.createElement("span");
  words.textContent = place.name;
  label.append(input, words);
  return label;
}

for (const line of document.querySelectorAll("[data-names]")) tick(line).catch(() => {});
