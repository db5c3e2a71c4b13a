/** Sends to the server and tells its answers apart: sold, refused, or not known. */

import { address } from "./root.js";

const PATIENCE_MS = 8000;
const WAITS_MS = [0, 600, 1500, 3000];

/**
 * @typedef {{kind: "sold", sale: any}
 *   | {kind: "refused", slug: string, detail: string, needs: any}
 *   | {kind: "barred", status: number, detail: string, doubtful: boolean}
 *   | {kind: "unknown"}} Answer
 */

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * @param {string} url
 * @param {RequestInit} [how]
 * @returns {Promise<Response>}
 */
export const ask = (url, how = {}) =>
  fetch(url, { ...how, signal: AbortSignal.timeout(PATIENCE_MS), headers: { Accept: "application/json", ...how.headers } });

/**
 * @param {string} text
 * @returns {Promise<Answer>}
 */
async function once(text) {
  try {
    const response = await ask(address("/api/v1/sales"), { method: "POST", body: text, headers: { "Content-Type": "application/json" } });
    const answer = await response.json();
    if (response.ok) return { kind: "sold", sale: answer };
    if (response.status >= 500 || response.status === 429) return { kind: "unknown" };
    const refused = { slug: answer.type.replace("/problems/", ""), detail: answer.detail, needs: answer.needs };
    if (answer.needs) return { kind: "refused", ...refused };
    // These may come from the door, before the sale is looked at, so they say nothing about an earlier try.
    if (response.status === 401 || response.status === 403) {
      return { kind: "barred", status: response.status, detail: answer.detail, doubtful: false };
    }
    return { kind: "refused", ...refused };
  } catch {
    return { kind: "unknown" };
  }
}

/**
 * Sends a sale. A lost answer is asked for again with the very same text, which the server never stores twice.
 * @param {string} text
 * @param {() => void} onAgain called before each further try
 * @returns {Promise<Answer>}
 */
export async function send(text, onAgain) {
  /** @type {Answer} */
  let answer = { kind: "unknown" };
  for (const ms of WAITS_MS) {
    if (ms) {
      onAgain();
      await wait(ms);
    }
    answer = await once(text);
    if (answer.kind === "barred") return { ...answer, doubtful: ms > 0 };
    if (answer.kind !== "unknown") return answer;
  }
  return answer;
}
