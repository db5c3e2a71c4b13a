/**
 * What a thing weighs by its measures, just as the server estimates it (intake/estimate.py). Pure functions only.
 *
 * @typedef {{unit: string, weight_g: number, density_g: number, usual: Record<string, number>}} Make what makes a kind heavy
 */

const METRE = 1_000_000n;

/** @param {bigint} numerator @param {bigint} denominator */
const halfUp = (numerator, denominator) => Number((2n * numerator + denominator) / (2n * denominator));

/** @param {number[]} figures */
const product = (figures) => figures.reduce((made, figure) => made * BigInt(figure), 1n);

/**
 * @param {Make} make
 * @param {Record<string, string[][]>} sides the measures that make one unit solid, by unit
 * @param {number} milli of the unit
 * @param {Record<string, number>} measures in thousandths of millimetres
 * @returns {number | null} grams, or null where too few measures are known
 */
export function estimate(make, sides, milli, measures) {
  const known = (/** @type {string[]} */ names) => names.every((name) => measures[name] > 0);
  const of = (/** @type {string[]} */ names) => product(names.map((name) => measures[name]));
  if (make.density_g) {
    const names = (sides[make.unit] ?? []).find(known);
    if (!names) return null;
    const solid = of(names) * BigInt(milli) * BigInt(make.density_g);
    return halfUp(solid, 1000n * METRE ** BigInt(names.length)) || null;
  }
  const names = Object.keys(make.usual);
  if (!names.length || !known(names)) return null;
  const whole = product(Object.values(make.usual)) * 1000n;
  return halfUp(of(names) * BigInt(milli) * BigInt(make.weight_g), whole) || null;
}
