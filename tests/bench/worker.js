// @ts-check
// The page's own Python, for bench.py to run what it likes in: a module worker.
import { boot } from "../../web/boot.js";
import { fetchedBytes } from "../../web/fetched.js";

/** @import { PyodideInterface } from "pyodide" */
/** @import { Asset } from "../../web/loader.js" */

/** @type {PyodideInterface} */
let pyodide;

/** @param {Asset[]} assets  Their files as seen from this script. */
export async function start(assets) {
  const bytes = await fetchedBytes(assets, () => {});
  const python = await WebAssembly.compile(bytes.python);
  pyodide = await boot({ ...bytes, python }, () => {});
}

/** @param {string} source */
export function run(source) {
  return pyodide.runPython(source);
}
