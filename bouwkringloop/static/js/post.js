/** Sends JSON and files, and tells the answers apart: stored, refused, logged out, or not known. */

const PATIENCE_MS = 20_000;
/** Who asks for something waits for it with a thing in their hand. */
const ASKING_MS = 6000;

/** The server understood and said no; sending the same again is of no use. */
export class Refusal extends Error {}
/** Nobody is logged in any more. */
export class LoggedOut extends Error {}
/** No answer came, so nobody knows whether it arrived; sending the same again is safe. */
export class NoAnswer extends Error {}

/**
 * @param {string} url
 * @param {number} patience in milliseconds
 * @param {RequestInit} how
 * @returns {Promise<any>}
 */
async function ask(url, patience, how) {
  let response;
  try {
    response = await fetch(url, { ...how, signal: AbortSignal.timeout(patience) });
  } catch {
    throw new NoAnswer();
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  if (response.status === 401) throw new LoggedOut(answer?.detail);
  if (response.status >= 500 || !answer) throw new NoAnswer();
  throw new Refusal(answer.detail);
}

/**
 * @param {string} url
 * @param {BodyInit} body
 * @param {string} type
 * @returns {Promise<any>}
 */
export const post = (url, body, type = "application/json") =>
  ask(url, PATIENCE_MS, { method: "POST", body, headers: { "Content-Type": type, Accept: "application/json" } });

/**
 * @param {string} url
 * @returns {Promise<any>}
 */
export const get = (url) => ask(url, ASKING_MS, { headers: { Accept: "application/json" } });
