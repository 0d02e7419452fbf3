// @ts-check
// Paints how each layer learns: norms over the updates on a logarithmic scale, and histograms.

import { number } from "../lib/translate.js";
import { fitted } from "./canvas.js";
import { CURVE_STYLES } from "./color.js";
import { themeColor } from "./theme.js";

/** @import { ExactTensor, Tensor } from "../protocol.js" */

const MARGIN = { left: 34, right: 4, top: 6, bottom: 14 }; // CSS pixels
const LINES = 4; // powers of ten that are marked, at most

/** How a layer is drawn. @param {number} layer */
export const styleOf = (layer) =>
  /** @type {(typeof CURVE_STYLES)[number]} */ (CURVE_STYLES[layer % CURVE_STYLES.length]);

/**
 * A curve for each layer, from update 0 to the last, on a logarithmic scale. What has no
 * logarithm is left out.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ExactTensor} table  Rows that begin with an update.
 * @param {number} first  The first layer's column.
 * @param {number} layers
 */
export function paintNorms(canvas, { shape, data }, first, layers) {
  const { context, width, height } = fitted(canvas);
  const [count = 0, columns = 1] = shape;
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    data[row * columns + column] ?? 0;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < count; row++) {
    for (let layer = 0; layer < layers; layer++) {
      const power = Math.log10(at(row, first + layer));
      if (!Number.isFinite(power)) continue;
      [low, high] = [Math.min(low, power), Math.max(high, power)];
    }
  }
  if (low > high) return;
  [low, high] = [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1)];
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const updates = at(count - 1, 0);
  const toX = (/** @type {number} */ update) =>
    MARGIN.left + (update / Math.max(1, updates)) * (right - MARGIN.left);
  const toY = (/** @type {number} */ power) =>
    bottom - ((power - low) / (high - low)) * (bottom - MARGIN.top);

  prepare(context);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let power = low; power <= high; power += Math.ceil((high - low) / LINES)) {
    const y = Math.round(toY(power)) + 0.5;
    context.strokeRect(MARGIN.left, y, right - MARGIN.left, 0);
    context.fillText(shortPower(power), MARGIN.left - 4, y);
  }
  context.textBaseline = "bottom";
  context.fillText(String(updates), right, height);
  context.textAlign = "left";
  context.fillText("0", MARGIN.left, height);
  for (let layer = 0; layer < layers; layer++) {
    pick(context, layer);
    context.beginPath();
    for (let row = 0; row < count; row++) {
      const power = Math.log10(at(row, first + layer));
      if (Number.isFinite(power)) context.lineTo(toX(at(row, 0)), toY(power));
    }
    context.stroke();
    if (count === 1)
      context.fillRect(toX(at(0, 0)) - 3, toY(Math.log10(at(0, first + layer))) - 1, 3, 3);
  }
  context.setLineDash([]);
}

/**
 * A histogram for each hidden layer, side by side.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Tensor} histograms  Rows of lowest value, highest, and the parts in the bins.
 */
export function paintHistograms(canvas, { shape, data }) {
  const { context, width, height } = fitted(canvas);
  const [count = 0, columns = 2] = shape;
  const bins = columns - 2;
  const each = width / Math.max(1, count);
  const bottom = height - MARGIN.bottom;
  prepare(context);
  context.textBaseline = "bottom";
  for (let layer = 0; layer < count; layer++) {
    const row = data.subarray(layer * columns, (layer + 1) * columns);
    const most = Math.max(...row.subarray(2)) || 1;
    const [left, room] = [layer * each + 2, each - 6];
    context.fillStyle = styleOf(layer).color;
    for (let bin = 0; bin < bins; bin++) {
      const size = ((row[2 + bin] ?? 0) / most) * (bottom - MARGIN.top);
      context.fillRect(left + (bin * room) / bins, bottom - size, room / bins, size);
    }
    context.strokeRect(left, bottom + 0.5, room, 0);
    context.fillStyle = themeColor("ink-soft");
    context.textAlign = "left";
    context.fillText(brief(row[0] ?? 0), left, height);
    context.textAlign = "right";
    context.fillText(brief(row[1] ?? 0), left + room, height);
  }
}

/** @param {CanvasRenderingContext2D} context */
function prepare(context) {
  context.font = "10px system-ui, sans-serif";
  context.fillStyle = themeColor("ink-soft");
  context.strokeStyle = themeColor("line");
  context.lineWidth = 1;
  context.lineJoin = "round";
}

/** @param {CanvasRenderingContext2D} context @param {number} layer */
function pick(context, layer) {
  const { color, dash } = styleOf(layer);
  context.strokeStyle = context.fillStyle = color;
  context.setLineDash(dash);
  context.lineWidth = 1.75;
}

/** @param {number} power  Of ten. */
function shortPower(power) {
  return power >= -2 && power <= 3 ? number(Number(`1e${power}`)) : `1e${power}`;
}

/** @param {number} value */
function brief(value) {
  return number(Number(value.toPrecision(2)));
}
