// The kiosk at the door: a scanner types the badge and presses Enter; the answer stands there for a
// moment, and then the page waits for the next one.

import { uuid4 } from "./money.js";
import { post, NoAnswer } from "./post.js";
import { sound } from "./till-sound.js";

const SHOWN_MS = 4500;
const main = document.querySelector("[data-kiosk]");
const form = document.getElementById("kiosk-form");
const badge = document.getElementById("badge");
const said = document.getElementById("kiosk-said");
let back = 0;

// The time of the shop, which is the one that counts, whatever zone the tablet is set to.
const shopTime = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: main.dataset.zone });

function tick() {
  document.getElementById("kiosk-time").textContent = shopTime.format(new Date());
}

function wait() {
  said.hidden = true;
  form.hidden = false;
  badge.value = "";
  badge.focus();
}

function say(kind, greeting, word) {
  said.dataset.kind = kind;
  document.getElementById("kiosk-greeting").textContent = greeting;
  document.getElementById("kiosk-word").textContent = word;
  form.hidden = true;
  said.hidden = false;
  sound(kind === "in" || kind === "out" ? "right" : "wrong");
  clearTimeout(back);
  back = setTimeout(wait, SHOWN_MS);
}

/** What was sent and not answered: the same badge again is the same time of coming or going. */
let open = { code: "", kind: "", id: "" };

async function send(code, kind) {
  if (open.code !== code || open.kind !== kind) open = { code, kind, id: uuid4() };
  try {
    const told = await post(main.dataset.address, JSON.stringify(open));
    open.code = "";
    const words = (text) => text.replace("%NAME%", told.name).replace("%AT%", told.at);
    say(told.kind, words(main.dataset[told.kind]), words(main.dataset[`${told.kind}Word`]));
  } catch (problem) {
    const lost = problem instanceof NoAnswer;
    if (!lost) open.code = "";
    say("wrong", "", lost ? main.dataset.lost : problem.message);
  }
}

/** What the next badge means, where somebody chose it; else the shop knows who is in. */
let meant = "";

function choose(kind) {
  meant = kind;
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === kind));
}

for (const button of form.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    choose(meant === button.value ? "" : button.value);
    if (badge.value.trim()) form.requestSubmit();
    badge.focus();
  });
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = badge.value.trim();
  if (code) send(code, meant);
  choose("");
});
// Whoever is next need not wait for the greeting of the one before.
document.addEventListener("keydown", (event) => {
  if (!said.hidden && event.key.length === 1) {
    clearTimeout(back);
    wait();
  }
});
document.addEventListener("pointerdown", () => !said.hidden && wait());
tick();
setInterval(tick, 1000);
wait();
