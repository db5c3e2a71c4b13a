/** Sums beside the basket, just as the server makes them (till/plain.py, catalogue/markdown.py). Pure functions only. */

/**
 * Works out an area, half-up to the thousandth of a square metre.
 * @param {{length_mm: number, width_mm: number, pieces: number}} measures
 * @returns {number}
 */
export const areaMilli = ({ length_mm: length, width_mm: width, pieces }) => Math.floor((length * width * pieces + 500) / 1000);

/**
 * Takes a percentage off a price, half-up to the cent, and never to nothing.
 * @param {number} cents
 * @param {number} percentOff
 * @returns {number}
 */
export function markedDown(cents, percentOff) {
  if (!percentOff || !cents) return cents;
  return Math.max(1, Math.floor((2 * cents * (100 - percentOff) + 100) / 200));
}
