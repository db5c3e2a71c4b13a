/**
 * Sends deliveries and their photos. Every one carries the id made on this device, so sending twice stores once.
 * @typedef {import("./intake-store.js").Delivery} Delivery
 */

import { dropPhoto, keptPhoto } from "./intake-store.js";

const LONGEST_SIDE = 1600;
const PATIENCE_MS = 20_000;

/** The server understood and said no; sending the same again is of no use. */
export class Refusal extends Error {}
/** Nobody is logged in any more. */
export class LoggedOut extends Error {}
/** No answer came, so nobody knows whether it arrived; sending the same again is safe. */
export class NoAnswer extends Error {}

/**
 * Makes a photo small enough for a yard's connection, upright as it was taken.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", 0.85);
  });
}

/**
 * @param {string} url
 * @param {BodyInit} body
 * @param {string} type
 * @returns {Promise<any>}
 */
async function post(url, body, type) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST", body, headers: { "Content-Type": type, Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new NoAnswer();
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  if (response.status === 401) throw new LoggedOut(answer?.detail);
  if (response.status >= 500 || !answer) throw new NoAnswer();
  throw new Refusal(answer.detail);
}

/** @param {Delivery} delivery */
async function sendPhotos(delivery) {
  for (const line of delivery.lines) {
    const photo = line.photo ? await keptPhoto(line.photo) : undefined;
    if (!photo) continue;
    await post(`/api/v1/photos?id=${line.photo}`, photo, "image/jpeg");
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
  if (line.weight_g !== null) sent.weight_g = line.weight_g;
  if (line.price_cents !== null) sent.price_cents = line.price_cents;
  if (line.place) sent.place = line.place;
  if (line.photo) sent.photo = line.photo;
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
  return post("/api/v1/intakes", JSON.stringify(body), "application/json");
}
