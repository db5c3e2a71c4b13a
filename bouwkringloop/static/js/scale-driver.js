/**
 * Scales on a serial line of this computer, by the browser's Web Serial: connect, read one weight that stands still,
 * close. The line is open only while somebody waits for a weight, so that nothing old lies in it.
 */

import { Lines, protocols, Rest } from "./scale-protocols.js";
import { ownName } from "./root.js";

const TICK_MS = 250;
const SILENT_MS = 4_000;
const GARBLED_MS = 4_000;
const RESTLESS_MS = 20_000;
/** Scales that speak by themselves do so more often; those that stop after one line said it at the press of a key. */
const ONCE_MS = 1_500;

/** Why there is no weight; its message is the name of a sentence, such as "gone". */
export class Trouble extends Error {}

/**
 * @typedef {object} Scale
 * @property {string} slug
 * @property {number} max_g
 * @property {{language: string, ask: string, open: SerialOptions} | null} serial null where somebody reads them
 */

/**
 * @typedef {object} Listener
 * @property {(grams: number) => void} [moving] hears a weight that does not stand still yet
 * @property {(line: string) => void} [heard] hears every line as it came
 * @property {AbortSignal} [signal] ends the waiting
 */

/** @returns {boolean} whether this browser can read scales at all */
export const canRead = () => "serial" in navigator;

const keyOf = (/** @type {string} */ slug) => ownName(`scale-port:${slug}`);
const nameOf = (/** @type {SerialPort} */ port) => JSON.stringify(port.getInfo());

/** @param {string} slug @returns {string} */
function remembered(slug) {
  try {
    return localStorage.getItem(keyOf(slug)) ?? "";
  } catch {
    return "";
  }
}

/**
 * Finds the line that was chosen for these scales before, or has the person at the screen choose it.
 * @param {string} slug
 * @returns {Promise<SerialPort>}
 */
async function portOf(slug) {
  try {
    const known = await navigator.serial.getPorts();
    const same = known.filter((port) => nameOf(port) === remembered(slug));
    if (same.length === 1) return same[0];
    const chosen = await navigator.serial.requestPort();
    try {
      localStorage.setItem(keyOf(slug), nameOf(chosen));
    } catch {
      // Without a memory it is asked again next time.
    }
    return chosen;
  } catch {
    throw new Trouble("refused");
  }
}

/**
 * Opens the line to scales.
 * @param {Scale} scale
 */
export async function connect(scale) {
  const port = await portOf(scale.slug);
  try {
    await port.open(scale.serial.open);
  } catch {
    throw new Trouble("taken");
  }
  return new Connection(port, scale);
}

class Connection {
  /** @param {SerialPort} port @param {Scale} scale */
  constructor(port, scale) {
    this.port = port;
    this.scale = scale;
    this.reader = port.readable.getReader();
    this.writer = scale.serial.ask ? port.writable.getWriter() : null;
  }

  /**
   * Waits for one weight that stands still.
   * @param {Listener} [tell]
   * @returns {Promise<import("./scale-protocols.js").Weight>}
   */
  async read(tell = {}) {
    const protocol = protocols[this.scale.serial.language];
    const rest = new Rest();
    const start = performance.now();
    let [heard, understood] = [0, 0];
    for await (const line of this.#lines(tell.signal)) {
      const now = performance.now();
      const found = line === null ? null : protocol(line);
      if (line !== null) {
        heard ||= now;
        tell.heard?.(line);
      }
      if (found && "trouble" in found) throw new Trouble(found.trouble);
      if (found) {
        understood = now;
        if (rest.reached(found)) return this.#checked(found);
        tell.moving?.(found.grams);
      }
      const once = rest.inSilence();
      if (once && now - understood > ONCE_MS) return this.#checked(once);
      if (now - start > RESTLESS_MS) throw new Trouble(understood ? "restless" : "garbled");
      if (!heard && now - start > SILENT_MS) throw new Trouble("silent");
      if (heard && !understood && now - heard > GARBLED_MS) throw new Trouble("garbled");
    }
    throw new Trouble("gone");
  }

  /** @param {import("./scale-protocols.js").Weight} weight */
  #checked(weight) {
    if (weight.grams < 0) throw new Trouble("negative");
    if (weight.grams === 0) throw new Trouble("empty");
    if (weight.grams > this.scale.max_g) throw new Trouble("over");
    return weight;
  }

  /**
   * Gives each line as it comes, and null now and then while nothing comes; ends when the scales are gone.
   * @param {AbortSignal} [signal]
   */
  async *#lines(signal) {
    const lines = new Lines();
    let coming = null;
    let asked = -Infinity;
    while (!signal?.aborted) {
      let piece;
      try {
        if (this.writer && performance.now() - asked >= TICK_MS) {
          await this.writer.write(new TextEncoder().encode(this.scale.serial.ask));
          asked = performance.now();
        }
        coming ??= this.reader.read();
        piece = await Promise.race([coming, pause()]);
      } catch {
        return;
      }
      if (piece) {
        coming = null;
        if (piece.done) return;
        yield* lines.feed(piece.value);
      }
      yield null;
    }
  }

  /** Lets go of the line, whatever became of it. */
  async close() {
    try {
      await this.reader.cancel();
    } catch {
      // It is gone already.
    }
    this.reader.releaseLock();
    this.writer?.releaseLock();
    try {
      await this.port.close();
    } catch {
      // Likewise.
    }
  }
}

/** @returns {Promise<null>} */
const pause = () => new Promise((done) => setTimeout(() => done(null), TICK_MS));

/**
 * Reads scales once: connects, waits for a weight that stands still, and lets go again.
 * @param {Scale} scale
 * @param {Listener} [tell]
 */
export async function readOnce(scale, tell) {
  const connection = await connect(scale);
  try {
    return await connection.read(tell);
  } finally {
    await connection.close();
  }
}
