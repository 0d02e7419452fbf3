// @ts-check
import { gunzip } from "./gunzip.js";

/** @import { Asset, AssetName, Progress } from "./loader.js" */

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
 * @returns {Promise<Record<AssetName, Uint8Array<ArrayBuffer>>>}
 */
export async function embeddedBytes(assets, onProgress) {
  const total = assets.reduce((sum, { bytes }) => sum + bytes, 0);
  const load = async (/** @type {Asset} */ { name }) => [
    name,
    await gunzip(fromBase64(dataText(`script[data-asset=${name}]`))),
  ];
  const bytes = Object.fromEntries(await Promise.all(assets.map(load)));
  onProgress({ received: total, total });
  return bytes;
}

/** @param {string} text */
function fromBase64(text) {
  return (
    Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  );
}
