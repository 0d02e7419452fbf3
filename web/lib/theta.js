// @ts-check
// Theta's layout: where each layer's weights and biases are.

/**
 * Where each layer's parameters are in theta: W (n_in, n_out) row by row, then b (n_out).
 *
 * @param {number[]} sizes  Of the layers, the input's included.
 */
export function parametersOf(sizes) {
  let start = 0;
  return sizes.slice(1).map((n_out, i) => {
    const n_in = sizes[i] ?? 0;
    const layer = { start, bias: start + n_in * n_out, n_in, n_out };
    start = layer.bias + n_out;
    return layer;
  });
}
