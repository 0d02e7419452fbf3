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

/** @type {WeakMap<CanvasRenderingContext2D, CanvasRenderingContext2D>} */
const sheets = new WeakMap();

const newSheet = () =>
  /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

/**
 * Draw square pictures of values in [0, 1], top row first, in the colors of the classes:
 * first all on one sheet, for a browser copies a canvas whenever it changed.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Tensor} pictures  (count, cells, cells), or one of (cells, cells).
 * @param {{ x: number, y: number, size: number }[]} boxes  Where each one goes.
 */
export function drawPictures(context, { shape, data }, boxes) {
  const cells = /** @type {number} */ (shape.at(-1));
  const height = cells * boxes.length;
  const sheet = sheets.get(context) ?? newSheet();
  sheets.set(context, sheet);
  const { canvas } = sheet;
  if (canvas.width !== cells || canvas.height !== height)
    Object.assign(canvas, { width: cells, height });
  const image = sheet.createImageData(cells, height);
  const pixels = new Uint32Array(image.data.buffer);
  data.forEach((value, cell) => {
    pixels[cell] = /** @type {number} */ (CLASS_COLORS[Math.round(255 * value)]);
  });
  sheet.putImageData(image, 0, 0);
  boxes.forEach(({ x, y, size }, i) => {
    context.drawImage(canvas, 0, i * cells, cells, cells, x, y, size, size);
  });
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
