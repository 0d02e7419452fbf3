// @ts-check
// Finds elements of the page.

/** @type {Map<string, HTMLElement>} */
const found = new Map();

/**
 * The element of the page that a selector names. It has to be there; it is looked up once,
 * for many are wanted at every frame.
 *
 * @param {string} selector
 */
export function find(selector) {
  const known = found.get(selector);
  if (known?.isConnected) return known;
  const element = /** @type {HTMLElement} */ (document.querySelector(selector));
  found.set(selector, element);
  return element;
}
