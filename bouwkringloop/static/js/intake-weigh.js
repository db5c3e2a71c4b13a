/**
 * Weighing: what the scales show, less the crate or cage on them. Scales on a cable fill the field `gross`, and say so
 * by putting the same text in its `data-by-itself`; what somebody types differs from it or is theirs.
 */

import { parseKilograms } from "./money.js";
import { data, say, weight } from "./intake-words.js";
import { ownName } from "./root.js";

const KEY = ownName("intake-weighing");
const form = /** @type {HTMLFormElement} */ (document.getElementById("line-form"));
const details = /** @type {HTMLDetailsElement} */ (document.getElementById("weighing"));
const gross = /** @type {HTMLInputElement} */ (document.getElementById("gross"));
const scale = /** @type {HTMLSelectElement} */ (document.getElementById("scale"));
const net = document.getElementById("net");

let site = "";

/** @returns {{container: string, scales: Record<string, string>}} what this device weighed with last */
function last() {
  try {
    return { container: "", scales: {}, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { container: "", scales: {} };
  }
}

function remember() {
  const scales = { ...last().scales, [site]: scale.value };
  try {
    localStorage.setItem(KEY, JSON.stringify({ container: container(), scales }));
  } catch {
    // A browser that keeps nothing asks again.
  }
}

const container = () => /** @type {RadioNodeList} */ (form.elements.namedItem("container")).value;
const tare = (/** @type {string} */ slug) => data.containers.find((each) => each.slug === slug)?.tare_g ?? 0;

/**
 * Begins with a new thing, with the scales and the container of the last one.
 * @param {string} at the site
 */
export function start(at) {
  site = at;
  details.open = false;
  delete gross.dataset.byItself;
  const here = data.scales.filter((each) => each.site === site);
  scale.replaceChildren(scale.options[0], ...here.map((each) => new Option(each.name, each.slug)));
  document.getElementById("scale-field").hidden = !here.length;
  const before = last();
  scale.value = before.scales[site] ?? here[0]?.slug ?? "";
  if (!scale.value) scale.value = "";
  for (const choice of form.querySelectorAll('input[name="container"]')) choice.checked = choice.value === before.container;
  if (!form.querySelector('input[name="container"]:checked')) form.querySelector('input[name="container"]').checked = true;
  show();
}

/** @returns {{weighed: import("./intake-store.js").Weighed | null} | {wrong: string}} null where nothing was weighed so */
export function read() {
  if (!details.open || !gross.value.trim()) return { weighed: null };
  const typed = parseKilograms(gross.value);
  if (!("milli" in typed) || typed.milli <= 0) return { wrong: say("BadWeight") };
  const on = data.scales.find((each) => each.slug === scale.value);
  if (on && typed.milli > on.max_g) {
    return { wrong: say("OverTheScale", { weight: weight(typed.milli), scale: on.name, max: weight(on.max_g) }) };
  }
  const off = tare(container());
  if (off >= typed.milli) return { wrong: say("TareAboveGross", { tare: weight(off), gross: weight(typed.milli) }) };
  const byItself = gross.dataset.byItself === gross.value;
  return { weighed: { gross_g: typed.milli, container: container(), scale: scale.value, by_itself: byItself } };
}

/** Says what the things weigh without what stands on the scales with them, or what cannot be. */
function show() {
  const found = read();
  const wrong = "wrong" in found;
  gross.setAttribute("aria-invalid", String(wrong));
  net.classList.toggle("yard-net-wrong", wrong);
  for (const id of ["typed-weight", "weight-why"]) document.getElementById(id).hidden = details.open;
  if (wrong) net.textContent = found.wrong;
  else if (!found.weighed) net.textContent = "";
  else {
    const { gross_g, container: on } = found.weighed;
    const said = { net: weight(gross_g - tare(on)), gross: weight(gross_g), tare: weight(tare(on)) };
    net.textContent = say(on ? "NetOf" : "Net", said);
  }
}

details.addEventListener("toggle", show);
form.addEventListener("input", (event) => {
  if (!["gross", "container", "scale"].includes(event.target.name)) return;
  if (event.target.name !== "gross") remember();
  show();
});
