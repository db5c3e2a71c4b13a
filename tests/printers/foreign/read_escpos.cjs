// Finds the raster pictures (GS v 0) in ESC/POS with npos. Bytes come on the standard input; a JSON list of
// {width, height, dots} goes to the standard output, dots being one character a dot, "1" for white.
"use strict";

const { readFileSync } = require("node:fs");
// The parts are loaded one by one: the whole of npos wants a USB library.
const Parser = require("npos/lib/parser");
const raster = require("npos/lib/codecs/raster");

function picture(data, node) {
  // Each picture is decoded by itself: together they would get the row length of the widest.
  const found = { offset: node.offset };
  const bitmap = raster.decode(data, found);
  if (found.error) throw new Error(found.error);
  if (found.offset + found.size > data.length) throw new Error("The last picture is cut short.");
  let dots = "";
  for (let y = 0; y < bitmap.height; y++) {
    for (let x = 0; x < bitmap.width; x++) dots += bitmap.getPixel(x, y) === 0 ? "0" : "1";
  }
  return { width: bitmap.width, height: bitmap.height, dots };
}

try {
  const data = readFileSync(0);
  const { tree, error } = new Parser().analyze(data);
  if (error) throw error;
  const rasters = tree.filter((node) => node.ascii === "GS" && node.fn === "v0");
  process.stdout.write(JSON.stringify(rasters.map((node) => picture(data, node))));
} catch (error) {
  process.stderr.write(String(error));
  process.exitCode = 1;
}
