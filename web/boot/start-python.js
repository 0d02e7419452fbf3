// @ts-check
// In the worker: starts Pyodide from bytes that are already here.

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { makeCrew } from "./crew.js";
import { unpack } from "./unpacking.js";

/** @import { PyodideInterface } from "pyodide" */
/** @import { FileSystem } from "./unpacking.js" */
/** @typedef {{ library: Uint8Array<ArrayBuffer>, trainer: Uint8Array<ArrayBuffer> }} Files  Zip archives. */
/** @typedef {"python" | "numpy"} Stage */

// Pyodide insists on an absolute address; nothing is ever fetched from it.
const NOWHERE = "https://pyodide.invalid/";

// Python reads a library faster from a folder than from the archive that Pyodide has for it.
export const LIBRARY = "/lib/python3.14";
export const EMPTY_ZIP = new Uint8Array(22); // nothing but the record at its end
EMPTY_ZIP.set([0x50, 0x4b, 5, 6]);

const NO_PACKAGES = {
  info: {
    abi_version: "2026_0",
    arch: /** @type {const} */ ("wasm32"),
    platform: "emscripten_5_0_3",
    python: "3.14.0",
    version: "314.0.4",
  },
  packages: {},
};

/**
 * Start Python from bytes that are already here, and import NumPy.
 *
 * @param {WebAssembly.Module} python
 * @param {Files} files  What the start imports. Used up: Python's file system takes the buffers over.
 * @param {(stage: Stage) => void} onStage  Called as each stage begins.
 * @returns {Promise<PyodideInterface>}
 */
export async function boot(python, files, onStage) {
  onStage("python");
  const pyodide = await withoutNetwork(python, () =>
    loadPyodide({
      indexURL: NOWHERE,
      packageBaseUrl: NOWHERE,
      lockFileContents: NO_PACKAGES,
      createPyodideModule,
      env: { PYTHONPATH: LIBRARY },
      fsInit: async (FS) => unpackAll(FS, files),
    }),
  );
  pyodide.registerJsModule("crew", { makeCrew });
  onStage("numpy");
  pyodide.pyimport("numpy").destroy();
  return pyodide;
}

/**
 * Add all that the start does without, so that whatever a program may import is there.
 *
 * @param {PyodideInterface} pyodide
 * @param {Files} rest  Used up, likewise.
 */
export function complete(pyodide, rest) {
  unpackAll(/** @type {any} */ (pyodide.FS), rest);
  // Python remembers what was in its folders; importlib.invalidate_caches() does more, by imports.
  pyodide.runPython("import sys; sys.path_importer_cache.clear()");
}

/** @param {FileSystem} FS @param {Files} files */
export function unpackAll(FS, { library, trainer }) {
  unpack(FS, LIBRARY, library);
  unpack(FS, `${LIBRARY}/site-packages`, trainer);
}

/**
 * Run `start` with the two things that Pyodide fetches, its WebAssembly and its archive of the
 * standard library, answered from memory; the archive is empty. Pyodide only warns when WebAssembly
 * fails and then waits for ever, so that failure is made to reject here.
 *
 * @template T
 * @param {WebAssembly.Module} python
 * @param {() => Promise<T>} start
 * @returns {Promise<T>}
 */
async function withoutNetwork(python, start) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  /** @type {PromiseWithResolvers<never>["reject"]} */
  let fail = () => {};
  const failure = new Promise((_, reject) => {
    fail = reject;
  });
  globalThis.fetch = async (url) =>
    new Response(String(url).endsWith("python_stdlib.zip") ? EMPTY_ZIP : null);
  WebAssembly.instantiateStreaming = async (_, imports) => {
    try {
      return { module: python, instance: await WebAssembly.instantiate(python, imports) };
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  try {
    return await Promise.race([start(), failure]);
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
