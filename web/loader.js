// @ts-check
import { dataText, embeddedBytes, isEmbedded } from "./embedded.js";
import { fetchedBytes } from "./fetched.js";

/** @typedef {"python" | "stdlib" | "numpy" | "trainer"} AssetName */
/** @typedef {{ name: AssetName, file: string, bytes: number, sha256: string }} Asset */
/** @typedef {{ received: number, total: number }} Progress  Bytes as they travel, compressed. */
/** @typedef {{ python: WebAssembly.Module, stdlib: Uint8Array<ArrayBuffer>, numpy: Uint8Array<ArrayBuffer>, trainer: Uint8Array<ArrayBuffer> }} RuntimeBytes */

/** Whether the built folder was opened as a file, where browsers let a page load nothing. */
export function isPlainFolder() {
  return location.protocol === "file:" && !isEmbedded();
}

/** A sentence naming what this browser lacks to run Python, or "" when it lacks nothing. */
export function missingFeature() {
  const needed = ["WebAssembly", "Worker", "DecompressionStream"];
  const missing = needed.filter((name) => !(name in globalThis));
  return missing.length === 0
    ? ""
    : `This browser lacks ${missing.join(" and ")}, which Python needs: use a newer one.`;
}

/**
 * Bring everything that `boot` needs, from the site or from inside this page.
 *
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<RuntimeBytes>} Rejects with one sentence that names the file and its trouble.
 */
export async function loadBytes(onProgress) {
  /** @type {Asset[]} */
  const assets = JSON.parse(dataText("script[data-manifest]"));
  const bytes = isEmbedded()
    ? await embeddedBytes(assets, onProgress)
    : await fetchedBytes(assets, onProgress);
  return { ...bytes, python: await WebAssembly.compile(bytes.python) };
}

/**
 * Run a script of the page that is not needed at once.
 *
 * @param {"editor"} name
 * @returns {Promise<void>}
 */
export function runScript(name) {
  const script = document.createElement("script");
  const done = new Promise((resolve, reject) => {
    script.onload = () => resolve(undefined);
    script.onerror = () => reject(new Error(`${name}.js did not arrive from the server.`));
  });
  if (isEmbedded()) script.textContent = dataText(`script[data-asset=${name}]`);
  else script.src = `${name}.js`;
  document.head.append(script);
  return isEmbedded() ? Promise.resolve() : done;
}

/** Start the worker; its first message must be `{type: "boot", ...bytes}`. */
export function startWorker() {
  if (!isEmbedded()) return new Worker("worker.js");
  const url = URL.createObjectURL(
    new Blob([dataText("script[data-asset=worker]")], { type: "text/javascript" }),
  );
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
