// @ts-check
// The page's own Python, for bench.py to run what it likes in, and those that the engine is
// compared with: a module worker.

import { fetchedBytes } from "../../web/boot/fetching.js";
import { boot, complete } from "../../web/boot/start-python.js";
import { decompressed } from "../../web/boot/zstd.js";
import { makeKernel } from "./kernel.js";
import { makeReference } from "./reference.js";

/** @import { PyodideInterface } from "pyodide" */
/** @import { Asset, AssetName } from "../../web/boot/loader.js" */

/** @type {PyodideInterface} */
let pyodide;

/** @param {Asset[]} assets  Their files as seen from this script. */
export async function start(assets) {
  const arrivals = fetchedBytes(assets, () => {});
  const unpacked = async (/** @type {AssetName} */ name) => decompressed(await arrivals[name]);
  const files = { library: await unpacked("library"), trainer: await unpacked("trainer") };
  const python = await WebAssembly.compile(await unpacked("python"));
  pyodide = await boot(python, files, () => {});
  complete(pyodide, {
    library: await unpacked("library-rest"),
    trainer: await unpacked("trainer-rest"),
  });
}

/** @param {string} source */
export function run(source) {
  return pyodide.runPython(source);
}

/** @type {Record<string, { train(updates: number): void, probe(): void }>} */
let rivals = {};

/**
 * Make ready those that the engine is compared with, on the data that Python has.
 *
 * @param {{ sizes: number[], activation: string, batchSize: number, code: number[] }} network
 */
export function challenge({ sizes, activation, batchSize, code }) {
  const [points, classes, order, cells] = ["POINTS", "CLASSES", "ORDER", "CELLS"].map((name) => {
    const proxy = pyodide.globals.get(name);
    const { data } = proxy.getBuffer();
    proxy.destroy();
    return data.slice();
  });
  const reference = makeReference(sizes, activation, batchSize, points, classes, order);
  const kernel = makeKernel(new Uint8Array(code), points, classes, order, cells);
  const probability = new Float64Array(cells.length / 2);
  rivals = {
    JavaScript: {
      train: (updates) => reference.train(updates, 0.01),
      probe: () => reference.probe(cells, probability),
    },
    C: { train: (updates) => kernel.train(updates, 0.01), probe: kernel.probe },
  };
}

/**
 * How long a rival takes, in seconds: of an update, or of a picture of the plane.
 *
 * @param {string} name @param {"train" | "probe"} what @param {number} seconds
 */
export function measure(name, what, seconds) {
  const rival = /** @type {(typeof rivals)[string]} */ (rivals[name]);
  const began = performance.now();
  let [count, elapsed, times] = [0, 0, 1];
  while (elapsed < seconds) {
    if (what === "train") rival.train(times);
    else for (let i = 0; i < times; i++) rival.probe();
    count += times;
    elapsed = (performance.now() - began) / 1000;
    if (elapsed < seconds / 4) times *= 2; // so that calls cost nobody anything
  }
  return elapsed / count;
}
