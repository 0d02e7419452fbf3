// @ts-check
// Brings the bytes of the runtime, wherever they are.

import { MessageError, message } from "../lib/message.js";
import { dataText, embeddedBytes, isEmbedded } from "./embedded.js";
import { fetchedBytes } from "./fetching.js";
import { gunzip } from "./gunzip.js";

/** @import { Stage } from "./start-python.js" */

/** @typedef {"python" | "library" | "trainer"} RuntimeName  What the worker boots from. */
/** @typedef {RuntimeName | "library-rest" | "trainer-rest" | "worker" | "editor" | "licences" | "de" | "es"} AssetName */
/** @typedef {{ name: AssetName, file: string, bytes: number, sha256: string }} Asset */
/** @typedef {{ received: number, total: number }} Progress  Bytes as they travel, compressed. */
/** @typedef {(news: Progress | { stage: Stage }) => void} Tell */
/** @typedef {Record<AssetName, Promise<Uint8Array<ArrayBuffer>>>} Arrivals  Compressed. */

/** @type {RuntimeName[]} */
const RUNTIME = ["python", "library", "trainer"];
/** @type {AssetName[]} */
const NEEDED = [...RUNTIME, "worker"]; // before anything runs

/** @type {Arrivals | undefined} */
let arrivals;
/** What the start does without. @type {ReturnType<typeof arrivingRest> | undefined} */
let rest;
/** A retry bypasses the browser's cache, which may hold the bad file. @type {RequestCache} */
let cache = "default";

/** Whether the built folder was opened as a file, where browsers let a page load nothing. */
export function isPlainFolder() {
  return location.protocol === "file:" && !isEmbedded();
}

/** What to tell of what this browser lacks to run Python, if anything. */
export function missingFeature() {
  if (location.protocol.startsWith("http") && globalThis.origin === "null") {
    return message("startup.frame");
  }
  if (!("WebAssembly" in globalThis)) return message("startup.no-webassembly");
  const needed = ["Worker", "DecompressionStream"];
  const missing = needed.filter((name) => !(name in globalThis));
  if (!("withResolvers" in Promise)) missing.push("Promise.withResolvers");
  return missing[0] ? message("startup.browser-lacks", { features: missing }) : undefined;
}

/**
 * Bring everything that Python needs, from the site or from inside this page, and start a
 * worker that boots from it.
 *
 * @param {Tell} tell
 * @returns {Promise<Worker>} In which Python is up. Rejects with what failed, and its
 *   trouble.
 */
export async function startWorker(tell) {
  arrivals ??= arriving((name) => NEEDED.includes(name), tell, cache);
  const bytes = arrivals;
  const all = Promise.all(Object.values(bytes));
  all.catch(() => {
    arrivals = undefined;
    cache = "reload";
  });
  const script = await gunzip(await Promise.race([bytes.worker, all.then(() => bytes.worker)]));
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  try {
    const sent = RUNTIME.map(async (name) =>
      worker.postMessage({ type: "bytes", name, data: await bytes[name] }),
    );
    await Promise.all([booted(worker, tell), ...sent, all]);
  } catch (error) {
    worker.terminate();
    await all; // rejects with what failed first, not with what that ended
    throw error;
  }
  return worker;
}

/**
 * @param {Worker} worker
 * @param {Tell} tell
 * @returns {Promise<void>}
 */
function booted(worker, tell) {
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message: words }) =>
      reject(words ? new Error(words) : new MessageError("startup.worker"));
    worker.onmessage = ({ data }) => {
      if (data.type === "booting") tell({ stage: data.stage });
      if (data.type === "died") reject(new Error(data.message));
      if (data.type === "booted") resolve();
    };
  });
}

/** Bring what the start does without. It rejects with what failed; the next call tries again. */
export async function bringRest() {
  rest ??= arrivingRest();
  try {
    return await rest;
  } catch (error) {
    rest = undefined;
    cache = "reload";
    throw error;
  }
}

async function arrivingRest() {
  const bytes = arriving((name) => name.endsWith("-rest"), undefined, cache);
  const [library, trainer] = await Promise.all([bytes["library-rest"], bytes["trainer-rest"]]);
  return { library, trainer };
}

/** Run the editor's script: it comes last, and the page can do without it. */
export async function runEditor() {
  const { editor } = arriving((name) => name === "editor");
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(await gunzip(await editor));
  document.head.append(script);
}

/**
 * Bring some of the assets.
 *
 * @param {(name: AssetName) => boolean} isWanted
 * @param {(progress: Progress) => void} onProgress
 * @param {RequestCache} [cache]
 */
export function arriving(isWanted, onProgress = () => {}, cache) {
  /** @type {Asset[]} */
  const assets = JSON.parse(dataText("script[data-manifest]"));
  const wanted = assets.filter(({ name }) => isWanted(name));
  return isEmbedded() ? embeddedBytes(wanted, onProgress) : fetchedBytes(wanted, onProgress, cache);
}
