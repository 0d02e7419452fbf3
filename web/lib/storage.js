// @ts-check
// What the browser keeps between two visits. Storage may be missing or refuse.

/** @param {string} name @returns {string | null} */
export function recalled(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} text @returns {boolean}  Whether it is kept. */
export function keep(name, text) {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}
