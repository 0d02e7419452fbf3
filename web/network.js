// @ts-check
import { drawCells, fitted } from "./canvas.js";
import { themeColor } from "./color.js";

/** @import { Frame } from "./protocol.js" */

const LARGEST = 44; // CSS pixels along the edge of a unit's picture
const SMALLEST = 5;
const THICKEST = 5;
const FAINT = 0.06; // weights below this part of the layer's largest are not drawn
const MOST = 500; // lines between two layers; beyond, only the largest weights are drawn

/**
 * Paint the network: every unit's own picture of the plane, every weight as a line, as
 * thick as it is large, blue where positive, red and dashed where negative.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 */
export function paintNetwork(canvas, { layer_sizes, units, theta }) {
  const { context, width, height } = fitted(canvas);
  const boxes = layer_sizes.map((count, layer) => unitBoxes(count, layer));

  /** @param {number} count @param {number} layer */
  function unitBoxes(count, layer) {
    const pitch = height / count;
    const roomy = Math.min(LARGEST, (width / layer_sizes.length) * 0.6);
    const size = Math.max(SMALLEST, Math.min(roomy, pitch - Math.min(8, pitch * 0.2)));
    const x = ((layer + 0.5) * width) / layer_sizes.length - size / 2;
    return Array.from({ length: count }, (_, unit) => ({
      x,
      y: (unit + 0.5) * pitch - size / 2,
      size,
    }));
  }

  const colors = { up: themeColor(canvas, "weight-up"), down: themeColor(canvas, "weight-down") };
  let start = 0;
  for (let layer = 1; layer < boxes.length; layer++) {
    const below = boxes[layer - 1] ?? [];
    const above = boxes[layer] ?? [];
    const weights = theta.data.subarray(start, start + below.length * above.length);
    start += (below.length + 1) * above.length;
    drawWeights(context, weights, below, above, colors);
  }

  const cells = /** @type {number} */ (units.shape[1]);
  context.strokeStyle = themeColor(canvas, "ink-soft");
  context.lineWidth = 1;
  boxes.flat().forEach((box, unit) => {
    const picture = units.data.subarray(unit * cells ** 2, (unit + 1) * cells ** 2);
    drawCells(context, picture, cells, box);
    if (box.size > 10) context.strokeRect(box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1);
  });
}

/** @typedef {{ x: number, y: number, size: number }} Box */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} weights  (below, above), row by row.
 * @param {Box[]} below
 * @param {Box[]} above
 * @param {{ up: string, down: string }} colors
 */
function drawWeights(context, weights, below, above, colors) {
  const sizes = weights.map(Math.abs).sort();
  const largest = sizes.at(-1) || 1;
  const least = Math.max(FAINT * largest, sizes.at(-MOST) ?? 0);
  const thickest = Math.min(THICKEST, 0.6 * (above[0]?.size ?? THICKEST));
  below.forEach((from, i) => {
    above.forEach((to, j) => {
      const weight = weights[i * above.length + j] ?? 0;
      const strength = Math.abs(weight) / largest;
      if (Math.abs(weight) < least) return;
      const [x0, y0] = [from.x + from.size, from.y + from.size / 2];
      const [x1, y1] = [to.x, to.y + to.size / 2];
      context.beginPath();
      context.moveTo(x0, y0);
      context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
      context.lineWidth = Math.max(0.4, strength * thickest);
      context.globalAlpha = 0.25 + 0.6 * strength;
      context.strokeStyle = weight > 0 ? colors.up : colors.down;
      context.setLineDash(weight > 0 ? [] : [6, 3]);
      context.stroke();
    });
  });
  context.globalAlpha = 1;
  context.setLineDash([]);
}
