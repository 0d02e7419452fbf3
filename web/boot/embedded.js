// @ts-check
// Finds the bytes of the runtime inside the single file.

/** @import { Arrivals, Asset, Progress } from "./loader.js" */

/** Whether this page is the single file, which carries its runtime inside. */
export function isEmbedded() {
  return document.querySelector("script[data-asset]") !== null;
}

/** @param {string} selector  Of a script element that carries data. */
export function dataText(selector) {
  return /** @type {HTMLScriptElement} */ (document.querySelector(selector)).text;
}

/**
 * @param {Asset[]} assets
 * @param {(progress: Progress) => void} onProgress
 * @returns {Arrivals}
 */
export function embeddedBytes(assets, onProgress) {
  const total = assets.reduce((sum, { bytes }) => sum + bytes, 0);
  const load = async (/** @type {string} */ name) =>
    fromBase64(dataText(`script[data-asset=${name}]`));
  const arrivals = Object.fromEntries(assets.map(({ name }) => [name, load(name)]));
  onProgress({ received: total, total });
  return /** @type {Arrivals} */ (arrivals);
}

/** @param {string} text */
function fromBase64(text) {
  return (
    Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  );
}
