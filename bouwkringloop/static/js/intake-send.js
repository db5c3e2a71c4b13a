/**
 * Sends deliveries and their photos. Every one carries the id made on this device, so sending twice stores once.
 * @typedef {import("./intake-store.js").Delivery} Delivery
 */

import { dropPhoto, keptPhoto } from "./intake-store.js";
import { post } from "./post.js";
import { address } from "./root.js";

/** @param {Delivery} delivery */
async function sendPhotos(delivery) {
  for (const line of delivery.lines) {
    const photo = line.photo ? await keptPhoto(line.photo) : undefined;
    if (!photo) continue;
    await post(address(`/api/v1/photos?id=${line.photo}`), photo, "image/jpeg");
    await dropPhoto(line.photo);
  }
}

/**
 * @param {import("./intake-store.js").Line} line
 * @returns {object}
 */
function asSent(line) {
  const sent = {
    category: line.category, description: line.description, quantity: line.milli / 1000, unit: line.unit,
    condition: line.condition, route: line.route, reason: line.reason,
  };
  if (line.weighed) sent.weighed = line.weighed;
  else if (line.weight_g !== null) sent.weight_g = line.weight_g;
  if (Object.keys(line.attributes ?? {}).length) sent.attributes = line.attributes;
  if (line.new_price_cents) sent.new_price_cents = line.new_price_cents;
  if (line.price_cents !== null) sent.price_cents = line.price_cents;
  if (line.place) sent.place = line.place;
  if (line.photo) sent.photo = line.photo;
  if (line.draft) sent.draft = line.draft;
  if (line.code) sent.code = line.code;
  // A thing that was written down before there were questions was asked none.
  if (line.answers) Object.assign(sent, { answers: line.answers, tree: line.tree });
  return sent;
}

/**
 * @param {Delivery} delivery
 * @returns {Promise<any>} the answer with the codes of what was taken in
 */
export async function send(delivery) {
  await sendPhotos(delivery);
  const body = { ...delivery, lines: delivery.lines.map(asSent) };
  return post(address("/api/v1/intakes"), JSON.stringify(body));
}
