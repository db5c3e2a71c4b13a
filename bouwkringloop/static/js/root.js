/** Where this shop lives: the real one at "", the one to practise in under a path and names of its own. */

const root = document.documentElement.dataset.root ?? "";

/**
 * Gives the address of something in this shop.
 * @param {string} path such as "/api/v1/sales"
 */
export const address = (path) => root + path;

/**
 * Gives the name under which this shop keeps something in the browser, apart from the other shop.
 * @param {string} name
 */
export const ownName = (name) => root + name;
