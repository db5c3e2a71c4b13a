/** Paid now, fetched later: which lines of the basket stay here, and who fetches them. */

import { alarm, at, data, hush, say } from "./till-page.js";
import { ask } from "./till-send.js";
import { isLocked, kept, update, updateLine } from "./till-state.js";
import { address } from "./root.js";

/** @typedef {import("./till-basket.js").Line} Line */

/** @type {() => void} what goes on once it is known who fetches it */
let then = () => undefined;

/**
 * Makes the button that lets a line stay here, or be taken along after all.
 * @param {Line} line
 * @param {(name: string, words: string, act: () => void) => HTMLElement} button makes a tool of the line
 * @returns {HTMLElement}
 */
export function collectTool(line, button) {
  const tool = button("box", say("collectLater", { title: line.title }), () => {
    hush();
    updateLine(line.key, { collect: !line.collect });
  });
  tool.setAttribute("aria-pressed", String(Boolean(line.collect)));
  return tool;
}

/**
 * Asks who fetches what stays here, where something does; then goes on.
 * @param {() => void} goOn
 */
export function askCollector(goOn) {
  if (!kept.lines.some((line) => line.collect) || isLocked() || kept.done) return goOn();
  then = goOn;
  at("collector-name").value = kept.collector?.name ?? kept.name;
  at("collector-phone").value = kept.collector?.phone ?? "";
  at("collector-wrong").textContent = "";
  at("collector").showModal();
  at("collector-name").focus();
  return undefined;
}

/**
 * Says for whom a thing waits that is sold already, where it does.
 * @param {Line} line
 */
export async function tellCollector(line) {
  const complaint = at("alarm").textContent;
  try {
    const response = await ask(address(`/api/v1/collections?code=${encodeURIComponent(line.item ?? "")}`));
    const [waits] = response.ok ? await response.json() : [];
    // What was scanned meanwhile has the last word.
    if (!waits || at("alarm").textContent !== complaint) return;
    alarm(say("waitsFor", { title: line.title, name: waits.name }), { url: `${data.collectionsUrl}/${waits.id}`, text: say("handOver") });
  } catch {
    // That it is sold has been said; for whom it waits can be looked up.
  }
}

at("collector-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = at("collector-name").value.trim();
  if (!name) {
    at("collector-wrong").textContent = say("whoCollects");
    return;
  }
  update({ collector: { name, phone: at("collector-phone").value.trim() } });
  at("collector").close();
  then();
});
