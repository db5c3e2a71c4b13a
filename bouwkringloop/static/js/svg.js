/** Pictures that come as text. */

/**
 * Makes an element of the text of an SVG, as it would stand in a page.
 * @param {string} text
 * @returns {Element}
 */
export const picture = (text) => /** @type {Element} */ (new DOMParser().parseFromString(text, "text/html").body.firstElementChild);
