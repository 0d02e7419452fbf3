// @ts-check
// The C kernel at work: kernel.c, as bench.py compiled it for one network.

/**
 * @param {Uint8Array<ArrayBuffer>} code
 * @param {Float64Array} points @param {Float64Array} classes @param {Int32Array} order
 * @param {Float64Array} cells
 */
export function makeKernel(code, points, classes, order, cells) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  const { memory, train, probe, ...addresses } = /** @type {any} */ (exports);
  const floats = (/** @type {string} */ name, /** @type {number} */ count) =>
    new Float32Array(memory.buffer, addresses[name].value, count);
  const examples = classes.length;
  const places = cells.length / 2;
  for (const axis of [0, 1]) {
    floats("points", 2 * examples).set(
      points.filter((_, i) => i % 2 === axis),
      axis * examples,
    );
    floats("cells", 2 * places).set(
      cells.filter((_, i) => i % 2 === axis),
      axis * places,
    );
  }
  floats("classes", examples).set(classes);
  new Int32Array(memory.buffer, addresses.order.value, order.length).set(order);
  const weights = floats("weights", 64 * 65);
  for (let i = 0; i < weights.length; i++) weights[i] = (Math.random() - 0.5) * 0.5;
  return { train, probe };
}
