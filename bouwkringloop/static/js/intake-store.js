/**
 * What the intake page keeps on this device, so that a reload or a lost signal loses nothing:
 * the delivery and what waits to be sent in localStorage, photos in IndexedDB.
 *
 * @typedef {{category: string, milli: number, unit: string, weight_g: number | null, condition: string, route: string,
 *   reason: string, price_cents: number | null, description: string, place: string, photo: string,
 *   answers: Record<string, string>, tree: number | null, code: string, draft: string, attributes?: Record<string, number | string>,
 *   new_price_cents?: number | null, weighed?: Weighed | null}} Line
 * @typedef {{gross_g: number, container: string, scale: string, by_itself: boolean}} Weighed
 * @typedef {{id: string, site: string, source: {kind: string, postcode4?: string}, lines: Line[]}} Delivery
 * @typedef {{delivery: Delivery, error: string}} Waiting
 * @typedef {{site: string, kind: string, postcode4: string, delivery: Delivery | null, waiting: Waiting[], sent: object | null}} State
 */

import { uuid4 } from "./money.js";
import { ownName } from "./root.js";

const KEY = ownName("intake");
const PHOTOS = "photos";

/** @returns {State} */
function fresh() {
  return { site: "", kind: "", postcode4: "", delivery: null, waiting: [], sent: null };
}

/** @returns {State} */
export function load() {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return fresh(); // A browser that keeps nothing can still take one delivery in.
  }
}

/** @param {State} state */
export function save(state) {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // A full or forbidden store must not stop the work at hand.
  }
}

/**
 * Begins a delivery with the source of the last one.
 * @param {State} state
 * @returns {Delivery}
 */
export function begin(state) {
  const source = { kind: state.kind };
  if (state.postcode4) source.postcode4 = state.postcode4;
  return { id: uuid4(), site: state.site, source, lines: [] };
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(KEY, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(PHOTOS);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function withPhotos(mode, act) {
  const database = await open();
  return new Promise((done, failed) => {
    const asked = act(database.transaction(PHOTOS, mode).objectStore(PHOTOS));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  }).finally(() => database.close());
}

/**
 * @param {string} id
 * @param {Blob} photo
 */
export const keepPhoto = (id, photo) => withPhotos("readwrite", (store) => store.put(photo, id));

/**
 * @param {string} id
 * @returns {Promise<Blob | undefined>}
 */
export const keptPhoto = (id) => withPhotos("readonly", (store) => store.get(id));

/** @param {string} id */
export const dropPhoto = (id) => withPhotos("readwrite", (store) => store.delete(id));
