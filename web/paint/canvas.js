// @ts-check
// What painters share: canvases that fit their box, and pictures drawn by cells.

import { CLASS_COLORS } from "./color.js";

/** @import { ExactTensor, Tensor } from "../protocol.js" */

/** Where on the scale of colors a class decided for is painted. @type {[number, number]} */
const DECIDED = [0.15, 0.85];
/** @type {WeakMap<Element, { width: number, height: number, scale: number }>} */
const boxes = new WeakMap();
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) boxes.delete(target);
});

/**
 * A canvas's size, 0 where it is hidden, in the units that painters draw in: CSS pixels at the
 * usual text size, and `scale` times as large where text is larger, so that points, lines and
 * numbers grow with it. It is measured where it may have changed only: measuring at every frame
 * has the browser lay out the page once more.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function boxOf(canvas) {
  const known = boxes.get(canvas);
  if (known?.width && known.height) return known;
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const box = { width: canvas.clientWidth / scale, height: canvas.clientHeight / scale, scale };
  boxes.set(canvas, box);
  observer.observe(canvas);
  return box;
}

/**
 * Size a canvas to its box in device pixels, wipe it, and give a context in painters' units.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function fitted(canvas) {
  const { width, height, scale } = boxOf(canvas);
  const ratio = (devicePixelRatio || 1) * scale;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** @type {WeakMap<CanvasRenderingContext2D, ReturnType<typeof newSheet>>} */
const sheets = new WeakMap();

/** @param {number} width @param {number} height */
function newSheet(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const sheet = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = sheet.createImageData(width, height);
  return { canvas, sheet, image, pixels: new Uint32Array(image.data.buffer) };
}

/**
 * Draw square pictures of values in [0, 1], top row first, in the colors of the classes:
 * first all on one sheet, for a browser copies a canvas whenever it changed.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Tensor} pictures  (count, cells, cells), or one of (cells, cells).
 * @param {{ x: number, y: number, size: number }[]} boxes  Where each one goes.
 * @param {number} [threshold]  Where given, a value is painted as the class that it is decided for.
 */
export function drawPictures(context, { shape, data }, boxes, threshold) {
  const cells = /** @type {number} */ (shape.at(-1));
  const height = cells * boxes.length;
  const last = sheets.get(context);
  const fits = last?.canvas.width === cells && last.canvas.height === height;
  const { canvas, sheet, image, pixels } = fits ? last : newSheet(cells, height);
  if (!fits) sheets.set(context, { canvas, sheet, image, pixels });
  for (let cell = 0; cell < data.length; cell++) {
    const value = /** @type {number} */ (data[cell]);
    const shade = threshold === undefined ? value : DECIDED[value > threshold ? 1 : 0];
    pixels[cell] = /** @type {number} */ (CLASS_COLORS[Math.round(255 * shade)]);
  }
  sheet.putImageData(image, 0, 0);
  boxes.forEach(({ x, y, size }, i) => {
    context.drawImage(canvas, 0, i * cells, cells, cells, x, y, size, size);
  });
}

/**
 * The rows of a matrix, as views.
 *
 * @param {Tensor | ExactTensor} tensor
 */
export function* rows({ shape, data }) {
  const width = /** @type {number} */ (shape[1]);
  for (let start = 0; start < data.length; start += width) {
    yield data.subarray(start, start + width);
  }
}
