// @ts-check
// In the worker: decompresses Zstandard.

import { ZSTDDecoder } from "zstddec";

const decoder = new ZSTDDecoder();
/** @type {Promise<void> | undefined} */
let ready;

/**
 * @param {Uint8Array} bytes  Zstandard's.
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function decompressed(bytes) {
  ready ??= start();
  await ready;
  return /** @type {Uint8Array<ArrayBuffer>} */ (decoder.decode(bytes));
}

/** Let go of the decoder's memory, which has grown with what it decoded; it decodes no more. */
export function endDecoding() {
  const exports = { memory: new WebAssembly.Memory({ initial: 0 }) };
  decoder._init(/** @type {any} */ ({ instance: { exports } }));
}

/** The decoder asks for its WebAssembly at a data: address, which the page's policy forbids. */
async function start() {
  const { fetch } = globalThis;
  globalThis.fetch = async (url) =>
    new Response(Uint8Array.from(atob(String(url).split(",")[1] ?? ""), (c) => c.charCodeAt(0)));
  const started = decoder.init();
  globalThis.fetch = fetch; // it has asked by now
  await started;
}
