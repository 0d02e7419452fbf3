// @ts-check
// Fetches the bytes of the runtime, with progress, and checks them.

import { MessageError } from "../lib/message.js";

/** @import { Arrivals, Asset, Progress } from "./loader.js" */

const PATIENCE = 20_000; // milliseconds without a byte

/**
 * Fetch all assets at once, and see to it that each arrives, whole and right.
 *
 * @param {Asset[]} assets
 * @param {(progress: Progress) => void} onProgress
 * @param {RequestCache} cache
 * @returns {Arrivals}  Each rejects where its file, or another, is not what it should be.
 */
export function fetchedBytes(assets, onProgress, cache = "default") {
  const total = assets.reduce((sum, { bytes }) => sum + bytes, 0);
  const abort = new AbortController();
  let received = 0;
  onProgress({ received, total });
  const load = async (/** @type {Asset} */ asset) => {
    const bytes = await fetchWhole(asset, { cache, signal: abort.signal }, (count) => {
      received += count;
      onProgress({ received, total });
    });
    await verify(asset, bytes);
    return bytes;
  };
  const arrivals = Object.fromEntries(assets.map((asset) => [asset.name, load(asset)]));
  // where one fails, the others need not go on
  Promise.all(Object.values(arrivals)).catch(() => abort.abort());
  return /** @type {Arrivals} */ (arrivals);
}

/**
 * @param {Asset} asset
 * @param {RequestInit} options
 * @param {(count: number) => void} onBytes
 */
async function fetchWhole({ file, sha256, bytes }, options, onBytes) {
  // The hash in the address: a page and a runtime of different builds never meet.
  const request = fetch(`${file}?${sha256.slice(0, 16)}`, options);
  const response = await watched(file, request);
  if (!response.ok || !response.body) {
    throw new MessageError("fetch.status", { file, status: response.status });
  }
  const whole = new Uint8Array(bytes);
  const reader = response.body.getReader();
  let count = 0;
  for (;;) {
    const { done, value } = await watched(file, reader.read());
    if (done) break;
    if (count + value.length <= bytes) whole.set(value, count);
    count += value.length;
    onBytes(value.length);
  }
  if (count !== bytes) {
    throw new MessageError("fetch.partial", { file, received: count, bytes });
  }
  return whole;
}

/**
 * @template T
 * @param {string} file
 * @param {Promise<T>} arrival
 * @returns {Promise<T>}
 */
async function watched(file, arrival) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const silence = new Promise((_, reject) => {
    const error = new MessageError("fetch.silence", { file, seconds: PATIENCE / 1000 });
    timer = setTimeout(() => reject(error), PATIENCE);
  });
  const failed = arrival.catch(() => {
    throw new MessageError("fetch.connection", { file });
  });
  try {
    return await Promise.race([failed, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Asset} asset
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function verify({ file, sha256 }, bytes) {
  if (!crypto.subtle) return; // plain http, other than localhost
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== sha256) throw new MessageError("fetch.other-bytes", { file });
}
