// @ts-nocheck: to ask of every element whether it is there would hide the arithmetic.
// What a careful JavaScript programmer would write: a trainer on typed arrays, an example
// at a time, no allocation while it trains. bench.py compares the engine with it.

/** @typedef {{ value(z: number): number, derivative(a: number): number }} Activation */

/** @type {Record<string, Activation>} */
const ACTIVATIONS = {
  relu: { value: (z) => (z > 0 ? z : 0), derivative: (a) => (a > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, derivative: (a) => 1 - a * a },
};

/**
 * A network with mini-batch gradient descent on binary cross-entropy.
 *
 * @param {number[]} sizes  Units of each layer, inputs first; the last is 1.
 * @param {string} name  Of the hidden layers' activation.
 * @param {number} batchSize
 * @param {Float64Array} points  x1, x2 of every example.
 * @param {Float64Array} classes
 * @param {Int32Array} order
 */
export function makeReference(sizes, name, batchSize, points, classes, order) {
  const activation = /** @type {Activation} */ (ACTIVATIONS[name]);
  const layers = sizes.slice(1).map((size, depth) => {
    const inputs = /** @type {number} */ (sizes[depth]);
    const weights = new Float64Array(size * inputs);
    for (let i = 0; i < weights.length; i++) {
      weights[i] = (Math.random() * 2 - 1) * Math.sqrt(2 / inputs);
    }
    return {
      inputs,
      size,
      weights,
      biases: new Float64Array(size),
      weightGradients: new Float64Array(size * inputs),
      biasGradients: new Float64Array(size),
      outputs: new Float64Array(size),
      deltas: new Float64Array(size),
    };
  });
  const input = new Float64Array(/** @type {number} */ (sizes[0]));
  let next = 0;

  function forward() {
    let below = input;
    for (let depth = 0; depth < layers.length; depth++) {
      const { inputs, size, weights, biases, outputs } = layers[depth];
      const isLast = depth === layers.length - 1;
      for (let j = 0; j < size; j++) {
        let z = biases[j];
        const row = j * inputs;
        for (let i = 0; i < inputs; i++) z += weights[row + i] * below[i];
        outputs[j] = isLast ? 1 / (1 + Math.exp(-z)) : activation.value(z);
      }
      below = outputs;
    }
    return below[0];
  }

  /** @param {number} y */
  function backward(y) {
    const last = layers[layers.length - 1];
    last.deltas[0] = last.outputs[0] - y;
    for (let depth = layers.length - 1; depth >= 0; depth--) {
      const { inputs, size, weights, weightGradients, biasGradients, deltas } = layers[depth];
      const below = depth > 0 ? layers[depth - 1] : undefined;
      const outputs = below ? below.outputs : input;
      if (below) below.deltas.fill(0);
      for (let j = 0; j < size; j++) {
        const delta = deltas[j];
        const row = j * inputs;
        biasGradients[j] += delta;
        for (let i = 0; i < inputs; i++) weightGradients[row + i] += delta * outputs[i];
        if (below) {
          for (let i = 0; i < inputs; i++) below.deltas[i] += delta * weights[row + i];
        }
      }
      if (below) {
        for (let i = 0; i < inputs; i++) below.deltas[i] *= activation.derivative(outputs[i]);
      }
    }
  }

  /** @param {Float64Array} values @param {Float64Array} gradients @param {number} rate */
  function descend(values, gradients, rate) {
    for (let i = 0; i < values.length; i++) {
      values[i] -= rate * gradients[i];
      gradients[i] = 0;
    }
  }

  return {
    /** @param {number} updates @param {number} learningRate */
    train(updates, learningRate) {
      for (let update = 0; update < updates; update++) {
        for (let k = 0; k < batchSize; k++) {
          const example = order[next];
          next = next + 1 < order.length ? next + 1 : 0;
          input[0] = points[2 * example];
          input[1] = points[2 * example + 1];
          forward();
          backward(classes[example]);
        }
        for (const layer of layers) {
          descend(layer.weights, layer.weightGradients, learningRate / batchSize);
          descend(layer.biases, layer.biasGradients, learningRate / batchSize);
        }
      }
    },

    /** @param {Float64Array} cells  x1, x2 of each. @param {Float64Array} probability */
    probe(cells, probability) {
      for (let cell = 0; cell < probability.length; cell++) {
        input[0] = cells[2 * cell];
        input[1] = cells[2 * cell + 1];
        probability[cell] = forward();
      }
    },
  };
}
