// Draws ZPL with zpl-renderer-js. Arguments: width and height in dots, dots per millimetre. ZPL comes on the standard
// input; a JSON list of PNG files in base64 goes to the standard output.
import { readFileSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const [width, height, dotsPerMm] = process.argv.slice(2).map(Number);
try {
  const { api } = await ready;
  const zpl = readFileSync(0, "utf8");
  const labels = await api.zplToBase64MultipleAsync(zpl, width / dotsPerMm, height / dotsPerMm, dotsPerMm);
  // The renderer keeps Node alive, so it is ended once everything is written.
  process.stdout.write(JSON.stringify(labels), () => process.exit(0));
} catch (error) {
  // Left to Node, the message would be preceded by a line of the renderer, which is megabytes long.
  process.stderr.write(String(error), () => process.exit(1));
}
