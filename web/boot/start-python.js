// @ts-check
// In the worker: starts Pyodide from bytes that are already here.

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { unpack } from "./unpacking.js";

/** @import { PyodideInterface } from "pyodide" */
/** @typedef {{ python: WebAssembly.Module, stdlib: Uint8Array<ArrayBuffer>, numpy: Uint8Array<ArrayBuffer>, trainer: Uint8Array<ArrayBuffer> }} RuntimeBytes */
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
 * @param {RuntimeBytes} bytes  Used up: Python's file system takes the buffers over.
 * @param {(stage: Stage) => void} onStage  Called as each stage begins.
 * @returns {Promise<PyodideInterface>}
 */
export async function boot({ python, stdlib, numpy, trainer }, onStage) {
  onStage("python");
  const pyodide = await withoutNetwork(python, () =>
    loadPyodide({
      indexURL: NOWHERE,
      packageBaseUrl: NOWHERE,
      lockFileContents: NO_PACKAGES,
      createPyodideModule,
      env: { PYTHONPATH: LIBRARY },
      fsInit: async (FS, { sitePackages }) => {
        unpack(FS, LIBRARY, stdlib);
        unpack(FS, sitePackages, numpy);
        unpack(FS, sitePackages, trainer);
      },
    }),
  );
  onStage("numpy");
  pyodide.pyimport("numpy").destroy();
  return pyodide;
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
