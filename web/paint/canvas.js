// @ts-check
// What painters share: canvases that fit their box, and pictures drawn by cells.

import { levelColor, mixture } from "./classes.js";

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
 * Draw square pictures of levels from 0 to 1, top row first, in the colors of the scale.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Tensor} pictures  (count, cells, cells).
 * @param {{ x: number, y: number, size: number }[]} boxes  Where each one goes.
 */
export function drawPictures(context, { shape, data }, boxes) {
  const cells = /** @type {number} */ (shape.at(-1));
  drawCells(context, cells, boxes, (cell) => levelColor(/** @type {number} */ (data[cell])));
}

/**
 * Draw the plane: levels of one class or value, or a mixture of several classes.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Tensor} grid  (k, cells, cells).
 * @param {number} size
 * @param {number} [threshold]  Where given, a place is painted as the class that it is decided for.
 */
export function drawPlane(context, { shape, data }, size, threshold) {
  const [count = 1, cells = 1] = shape;
  const isDecided = threshold !== undefined;
  drawCells(context, cells, [{ x: 0, y: 0, size }], (cell) => {
    if (count > 1) return mixture(data, cell, cells ** 2, count, isDecided);
    const level = /** @type {number} */ (data[cell]);
    return levelColor(isDecided ? DECIDED[level > threshold ? 1 : 0] : level);
  });
}

/**
 * First all on one sheet, for a browser copies a canvas whenever it changed.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} cells  Along an edge.
 * @param {{ x: number, y: number, size: number }[]} boxes
 * @param {(cell: number) => number} colorOf
 */
function drawCells(context, cells, boxes, colorOf) {
  const height = cells * boxes.length;
  const last = sheets.get(context);
  const fits = last?.canvas.width === cells && last.canvas.height === height;
  const { canvas, sheet, image, pixels } = fits ? last : newSheet(cells, height);
  if (!fits) sheets.set(context, { canvas, sheet, image, pixels });
  for (let cell = 0; cell < pixels.length; cell++) pixels[cell] = colorOf(cell);
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
