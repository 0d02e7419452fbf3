// @ts-check
import { drawCells, fitted, rows } from "./canvas.js";
import { CLASS_0, CLASS_1 } from "./color.js";

/** @import { Frame } from "./protocol.js" */

const RADIUS = 4.5; // CSS pixels

/**
 * Paint the network's belief over the plane, and every example on top of it: its class
 * in shape and color, hollow where it is held back, ringed where it is in the batch.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {{ showsBatch: boolean }} options  At full speed the rings would only flicker.
 */
export function paintBoundary(canvas, { grid, points, plane }, { showsBatch }) {
  const { context, width: size } = fitted(canvas);
  drawCells(context, grid.data, /** @type {number} */ (grid.shape[0]), { x: 0, y: 0, size });
  const [count = 1] = points.shape;
  const radius = Math.max(2, RADIUS * Math.min(1, size / 400, 20 / Math.sqrt(count)));
  const toPixel = (/** @type {number} */ v) => ((v + plane) / (2 * plane)) * size;
  for (const [x1 = 0, x2 = 0, label, heldBack, inBatch] of rows(points)) {
    drawPoint(context, {
      x: toPixel(x1),
      y: size - toPixel(x2),
      radius,
      isOne: label === 1,
      isHollow: heldBack === 1,
      isRinged: showsBatch && inBatch === 1,
    });
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, radius: number, isOne: boolean, isHollow: boolean, isRinged: boolean }} point
 */
export function drawPoint(context, { x, y, radius, isOne, isHollow, isRinged }) {
  const color = isOne ? CLASS_1 : CLASS_0;
  const outline = (/** @type {number} */ r) => {
    context.beginPath();
    if (isOne) context.arc(x, y, r, 0, 2 * Math.PI);
    else context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  };
  // A dark rim around a light one: one of the two stands out from any background.
  outline(radius + 1);
  context.fillStyle = "#222";
  context.fill();
  outline(radius);
  context.fillStyle = "#fff";
  context.fill();
  outline(radius - 1.2);
  context.fillStyle = color;
  context.fill();
  if (isHollow) {
    outline(radius - 2.7);
    context.fillStyle = "#fff";
    context.fill();
  }
  if (isRinged) {
    context.lineWidth = 2;
    context.strokeStyle = "#111";
    context.beginPath();
    context.arc(x, y, radius + 5, 0, 2 * Math.PI);
    context.stroke();
    context.lineWidth = 1.2;
    context.strokeStyle = "#ffe14d";
    context.stroke();
  }
}
