// @ts-check
// The crew: workers of the worker, one for each further core. They hold no Python: they run the
// engine's modules, on a copy of their memory that each is given and gives back.

/**
 * @typedef {object} Result  Of a call of a module's `train`.
 * @property {number} number  Of the call.
 * @property {number} made  How many updates; below 0 where it failed.
 * @property {Uint8Array<ArrayBuffer>} block  The memory after it.
 */

const MOST = 7; // a further one would hardly be kept busy
// The sandbox takes Worker from the reader's code; in Node, where the build starts Python, there is none.
const { Worker: Hand, navigator: machine } = globalThis;

/** What a hand does. It is a program of its own, and sees nothing of this file. */
function work() {
  /** @type {Map<number, WebAssembly.Instance>} */
  const instances = new Map();
  self.onmessage = ({ data: { number, key, module, block, call } }) => {
    let made = -1;
    try {
      if (module) instances.set(key, new WebAssembly.Instance(module));
      const { memory, train } = /** @type {any} */ (instances.get(key)).exports;
      const bytes = new Uint8Array(memory.buffer);
      bytes.set(block);
      made = train(...call);
      block.set(bytes.subarray(0, block.length));
    } catch {} // who sent it does it again
    self.postMessage({ number, made, block }, { transfer: [block.buffer] });
  };
}

/** As many hands as there are further cores, and what they have done. */
export function makeCrew() {
  const size = Hand ? Math.min((machine.hardwareConcurrency || 1) - 1, MOST) : 0;
  const source = URL.createObjectURL(new Blob([`(${work})()`], { type: "text/javascript" }));
  /** @type {Map<WebAssembly.Module, number>} */
  const keys = new Map();
  /** @type {Result[]} */
  let results = [];
  const hands = Array.from({ length: size }, () => {
    const hand = { worker: new Hand(source), known: new Set(), waiting: 0 };
    hand.worker.onmessage = ({ data }) => {
      hand.waiting -= 1;
      results.push(data);
    };
    return hand;
  });

  return {
    size,
    /**
     * Have a call made by whoever has least to do.
     *
     * @param {number} number
     * @param {WebAssembly.Module} module
     * @param {Uint8Array<ArrayBuffer>} block  Its memory. It is given away.
     * @param {number[]} call  The arguments.
     */
    send(number, module, block, call) {
      const hand = hands.reduce((a, b) => (b.waiting < a.waiting ? b : a));
      const key = keys.get(module) ?? keys.size;
      keys.set(module, key);
      const unknown = hand.known.has(key) ? undefined : module;
      hand.known.add(key);
      hand.waiting += 1;
      hand.worker.postMessage({ number, key, module: unknown, block, call }, [block.buffer]);
    },
    /** What was done since this was asked last. */
    returned() {
      const all = results;
      results = [];
      return all;
    },
    close() {
      for (const { worker } of hands) worker.terminate();
      URL.revokeObjectURL(source);
    },
  };
}
