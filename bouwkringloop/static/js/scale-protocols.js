/**
 * What scales say over a serial line. Pure functions only: lines of text in, grams out. Which scales speak which of
 * these, and what of it was checked against which manual, stands in docs/scales.md.
 *
 * @typedef {object} Weight
 * @property {number} grams whole grams
 * @property {boolean | null} stable whether it stands still; null where the scales do not tell
 * @property {boolean} [net] whether something was tared on the scales themselves
 * @typedef {{trouble: "unit" | "over" | "negative"}} Trouble what the scales say is the matter, instead of a weight
 * @typedef {(line: string) => Weight | Trouble | null} Protocol null for what is no weight at all
 */

/** How many grams, as a power of ten. */
const PLACES = { g: 0, kg: 3, t: 6 };
/** Pounds and the like: scales that say these are set up wrongly. */
const FOREIGN = /^(lbs?|oz|ozt|ct|dwt|gn|tl|mom)$/i;
/** How often in a row one weight has to come from scales that do not tell whether it stands still. */
const TIMES = 3;
/** No line of scales is longer. */
const LONGEST = 120;

/**
 * @param {string} number such as "+0012.34", "12,5" or "- 0.020"
 * @param {string} unit
 * @returns {{grams: number} | Trouble | null}
 */
function weight(number, unit) {
  const places = PLACES[unit.toLowerCase()];
  const match = /^([+-]?)\s*(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(number.trim());
  if (!match) return null;
  if (places === undefined) return FOREIGN.test(unit) ? { trouble: "unit" } : null;
  // By digits, since 4.35 * 1000 is not 4350 to a computer.
  const fraction = (match[3] ?? "").padEnd(places + 1, "0");
  const grams = Number(match[2] + fraction.slice(0, places)) + (fraction[places] >= "5" ? 1 : 0);
  return { grams: match[1] === "-" && grams ? -grams : grams };
}

/**
 * @param {{grams: number} | Trouble | null} found
 * @param {Omit<Weight, "grams">} more
 * @returns {Weight | Trouble | null}
 */
const told = (found, more) => (found && "grams" in found ? { ...found, ...more } : found);

/**
 * Mettler Toledo's MT-SICS: "S S      12.345 kg" stands still, "S D" moves, "S I" cannot tell now.
 * @type {Protocol}
 */
function sics(line) {
  if (/^S \+\s*$/.test(line)) return { trouble: "over" };
  if (/^S -\s*$/.test(line)) return { trouble: "negative" };
  const match = /^S ([SD])\s+([+-]?\s*[\d.]+)\s+([A-Za-z]+)\s*$/.exec(line);
  return match && told(weight(match[2], match[3]), { stable: match[1] === "S" });
}

/**
 * A&D, Kern and many others: "ST,GS,+0012.34kg" stands still, "US" moves, "OL" or "LO" is too much; "NT" was tared on the
 * scales. Some leave the second word out, some put a comma before the unit.
 * @type {Protocol}
 */
function st(line) {
  const match = /^\s*(ST|US|OL|LO)\s*,\s*(?:(GS|GW|G|NT|N|TR|TW)\s*,?)?\s*(.*)$/i.exec(line);
  if (!match) return null;
  const [status, kind] = [match[1].toUpperCase(), (match[2] ?? "").toUpperCase()];
  // What was tared is a weight too, but not the one that stands on the scales.
  if (kind.startsWith("T")) return null;
  if (status === "OL" || status === "LO") return { trouble: match[3].trimStart().startsWith("-") ? "negative" : "over" };
  const figures = /^([+-]?\s*[\d.]+)\s*,?\s*([A-Za-z]+)\s*$/.exec(match[3]);
  return figures && told(weight(figures[1], figures[2]), { stable: status === "ST", ...(kind.startsWith("N") && { net: true }) });
}

/**
 * A number with its unit, and perhaps a word before or behind it: "12.345 kg", "N  12,5 kg". A question mark or tilde
 * says that it moves; otherwise nobody knows.
 * @type {Protocol}
 */
function plain(line) {
  const words = line.replace(/[?~*]/g, " ").trim();
  const match = /^([A-Za-z]*)[\s:=]*([+-]?\s*\d[\d.,]*)\s*([A-Za-z]+)(?:\s+([A-Za-z]{1,3}))?$/.exec(words);
  if (!match) return null;
  const kind = (match[1] || match[4] || "").toLowerCase();
  if (/^(t|pt|tare|tarra)$/.test(kind)) return null;
  return told(weight(match[2], match[3]), { stable: /[?~]/.test(line) ? false : null, ...(/^(n|nt|net|netto)$/.test(kind) && { net: true }) });
}

/** @type {Record<string, Protocol>} by the slugs of `LANGUAGES` in intake/protocols.py */
export const protocols = { sics, st, plain };

/** Cuts what comes in, in pieces of any size, into lines. */
export class Lines {
  #rest = "";

  /**
   * @param {Uint8Array} bytes
   * @returns {string[]} the lines that are whole now
   */
  feed(bytes) {
    // The eighth bit is only ever parity here: all of this is ASCII.
    for (const byte of bytes) this.#rest += String.fromCharCode(byte & 0x7f);
    const lines = this.#rest.split(/[\r\n\u0002\u0003]/);
    this.#rest = lines.pop().slice(-LONGEST);
    return lines.filter((line) => line.trim() && line.length <= LONGEST);
  }
}

/** Waits until a weight stands still. */
export class Rest {
  /** @type {Weight | null} */
  #last = null;
  #times = 0;

  /**
   * @param {Weight} weight
   * @returns {boolean} whether it stands still now
   */
  reached(weight) {
    this.#times = this.#last?.grams === weight.grams && weight.stable !== false ? this.#times + 1 : 1;
    this.#last = weight;
    return weight.stable ?? this.#times >= TIMES;
  }

  /**
   * @returns {Weight | null} the weight that scales said once and then fell silent, as those do that send it at the
   *   press of a key
   */
  inSilence() {
    return this.#last?.stable === null ? this.#last : null;
  }
}
