// @ts-check
// The web worker: it starts Python, then hands each request of the page to the trainer and sends back
// the reply.

import { removeGlobals } from "./sandbox.js";
import { boot, complete } from "./start-python.js";
import { decompressed, endDecoding } from "./zstd.js";

/** @import { PyodideInterface } from "pyodide" */
/** @import { PyBuffer, PyCallable, PyGenerator, PySequence } from "pyodide/ffi" */
/** @import { RuntimeName } from "./loader.js" */

/** @typedef {PyCallable & ((request: string) => PySequence)} Handle  `trainer.page.bridge.handle` */
/** @typedef {PyGenerator} Warmup  `trainer.page.warmup.warmup()` */

/** The runtime's bytes, whenever they come. */
const bytes = {
  /** @type {PromiseWithResolvers<WebAssembly.Module>} */
  python: Promise.withResolvers(),
  /** @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
  library: Promise.withResolvers(),
  /** @type {PromiseWithResolvers<Uint8Array<ArrayBuffer>>} */
  trainer: Promise.withResolvers(),
};
const ROOM = 2 ** 16; // bytes; a run's replies grow, and shall find room in the same buffer
const QUIET = 300; // milliseconds without a request, after which nobody waits for an answer
let spare = new ArrayBuffer(0); // that the page gave back
/** @type {ReturnType<typeof setTimeout> | undefined} */
let warming;
// kept private: a reply posted by the reader's code would pass for Python's
const post = self.postMessage.bind(self);
removeGlobals();
const ready = start();
ready.catch(fail);
let complement = Promise.resolve(); // what came after the start is in its place

self.onmessage = async ({ data: request }) => {
  try {
    if (request.type === "bytes") await take(request);
    else if (request.type === "spare") spare = request.buffer;
    else if (request.type === "rest") {
      complement = takeRest(request);
      await complement;
    } else await play(request);
  } catch (error) {
    fail(/** @type {Error} */ (error));
  }
};

/** Python does not start, or does not answer any more. @param {Error} error */
function fail(error) {
  post({ type: "died", ...plain(error) });
}

/** @param {{ name: RuntimeName, data: Uint8Array }} asset */
async function take({ name, data }) {
  const unpacked = await decompressed(data);
  if (name === "python") bytes.python.resolve(WebAssembly.compile(unpacked));
  else bytes[name].resolve(unpacked);
}

/** @param {{ library: Uint8Array, trainer: Uint8Array }} compressed */
async function takeRest(compressed) {
  const { pyodide } = await ready;
  const library = await decompressed(compressed.library);
  const trainer = await decompressed(compressed.trainer);
  endDecoding();
  complete(pyodide, { library, trainer });
}

/** @returns {Promise<{ pyodide: PyodideInterface, handle: Handle, warmup: Warmup }>} */
async function start() {
  const [python, library, trainer] = await Promise.all([
    bytes.python.promise,
    bytes.library.promise,
    bytes.trainer.promise,
  ]);
  const onStage = (/** @type {string} */ stage) => post({ type: "booting", stage });
  const pyodide = await boot(python, { library, trainer }, onStage);
  const bridge = pyodide.pyimport("trainer.page.bridge");
  const handle = bridge.handle.copy();
  bridge.destroy();
  const warmup = pyodide.runPython("from trainer.page.warmup import warmup; warmup()");
  post({ type: "booted" });
  return { pyodide, handle, warmup };
}

/** Answer a request, then warm up until the next one. @param {object} request */
async function play(request) {
  const { handle, warmup } = await ready;
  await complement;
  clearTimeout(warming);
  answer(handle, request);
  warming = setTimeout(warmUp, QUIET, warmup);
}

/**
 * Browsers compile code well only once it has run for a while: by the time that somebody trains,
 * it has.
 *
 * @param {Warmup} warmup
 */
function warmUp(warmup) {
  if (!warmup.next().done) warming = setTimeout(warmUp, 0, warmup);
}

/**
 * Hand a request to Python as text and post its reply: the header's fields, with
 * each tensor a view of one buffer, which leaves with the message. Counters are float64.
 *
 * @param {Handle} handle
 * @param {object} request
 */
function answer(handle, request) {
  const pair = handle(JSON.stringify(request));
  /** @type {PyBuffer | undefined} */
  let array;
  try {
    array = pair.get(1);
    const buffer = copy(/** @type {PyBuffer} */ (array));
    const { tensors, ...reply } = JSON.parse(pair.get(0));
    for (const name of tensors) {
      const { shape, offset, exact } = reply[name];
      const size = shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
      const Numbers = exact ? Float64Array : Float32Array;
      reply[name] = { shape, data: new Numbers(buffer, offset, size) };
    }
    post(reply, { transfer: [buffer] });
  } finally {
    array?.destroy();
    pair.destroy();
  }
}

/**
 * @param {PyBuffer} array  One-dimensional bytes.
 * @returns {ArrayBuffer}  That begins with them; it may be longer.
 */
function copy(array) {
  const buffer = array.getBuffer("u8");
  try {
    const bytes = /** @type {Uint8Array} */ (buffer.data);
    const whole =
      spare.byteLength < bytes.length
        ? new ArrayBuffer(ROOM * Math.ceil(bytes.length / ROOM))
        : spare;
    spare = new ArrayBuffer(0);
    new Uint8Array(whole).set(bytes);
    return whole;
  } finally {
    buffer.release();
  }
}

/**
 * What of an error can be posted: WebKit cannot clone an Error itself.
 *
 * @param {Error} error  Python's carry their traceback as the message.
 */
function plain(error) {
  const isPython = error.name === "PythonError";
  const traceback = isPython ? error.message : (error.stack ?? String(error));
  const message = isPython ? error.message.trimEnd().split("\n").at(-1) : error.message;
  return { message, traceback };
}
