// @ts-check
import { CLASS_COLORS } from "./color.js";

/** @import { Tensor } from "./protocol.js" */

/**
 * Size a canvas to its box in device pixels, wipe it, and give a context in CSS pixels.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function fitted(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

const stamp = document.createElement("canvas");
const stampContext = /** @type {CanvasRenderingContext2D} */ (stamp.getContext("2d"));

/**
 * Draw a square picture of values in [0, 1], top row first, in the colors of the classes.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} values
 * @param {number} cells  Along one edge.
 * @param {{ x: number, y: number, size: number }} box
 */
export function drawCells(context, values, cells, { x, y, size }) {
  if (stamp.width !== cells) stamp.width = stamp.height = cells;
  const image = stampContext.createImageData(cells, cells);
  const pixels = new Uint32Array(image.data.buffer);
  values.forEach((value, cell) => {
    pixels[cell] = /** @type {number} */ (CLASS_COLORS[Math.round(255 * value)]);
  });
  stampContext.putImageData(image, 0, 0);
  context.drawImage(stamp, x, y, size, size);
}

/**
 * The rows of a matrix, as views.
 *
 * @param {Tensor} tensor
 */
export function* rows({ shape, data }) {
  const width = /** @type {number} */ (shape[1]);
  for (let start = 0; start < data.length; start += width) {
    yield data.subarray(start, start + width);
  }
}
