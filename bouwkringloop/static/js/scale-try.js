/** The page of scales: reads them once, to see whether they are set up rightly, and shows what they said. */

import { canRead } from "./scale-driver.js";
import { listen } from "./intake-scale.js";

const scale = JSON.parse(document.getElementById("scale-data").textContent);
const card = document.getElementById("try");
const part = card.querySelector("[data-scale-read]");
const heard = card.querySelector("[data-heard]");

card.querySelector("[data-no-serial]").hidden = canRead();
part.hidden = !canRead();
part.querySelector("[data-scale-go]").addEventListener("click", () =>
  listen(part, scale, {
    heard: (line) => {
      heard.hidden = false;
      heard.querySelector("code").textContent = line;
    },
  }),
);
