// @ts-check
// Marks on the picture of the plane: what the last stage did.

import { rows } from "./canvas.js";

/** @import { Inspection, Tensor } from "../protocol.js" */
/** @typedef {{ context: CanvasRenderingContext2D, toX(x1: number): number, toY(x2: number): number }} Place */

const HALO = 3; // CSS pixels around an example of the batch
const LARGEST_LOSS = 22; // CSS pixels, the radius for the batch's largest loss on a large picture

/**
 * A halo below every example of the batch. Where they are close, halos become one.
 *
 * @param {Place} place
 * @param {Tensor} points
 * @param {Tensor} batch
 * @param {number} radius  Of an example.
 */
export function drawBatch({ context, toX, toY }, points, batch, radius) {
  for (const [width, color] of /** @type {const} */ ([
    [HALO + 1, "#222"],
    [HALO, "#ffe14d"],
  ])) {
    context.fillStyle = color;
    context.beginPath();
    for (const index of batch.data) {
      const [x1 = 0, x2 = 0] = points.data.subarray(4 * index);
      context.moveTo(toX(x1), toY(x2));
      context.arc(toX(x1), toY(x2), radius + width, 0, 2 * Math.PI);
    }
    context.fill("nonzero");
  }
}

/**
 * A disc below every example of the batch, whose area is the example's loss. They let the
 * plane through, for they overlap.
 *
 * @param {Place} place
 * @param {Tensor} losses  (N, 3): x1, x2, loss.
 * @param {number} size  Of the picture.
 * @param {number} radius  Of an example.
 */
export function drawLosses({ context, toX, toY }, losses, size, radius) {
  const largest = [...rows(losses)].reduce((most, [, , loss = 0]) => Math.max(most, loss), 1e-9);
  const widest = Math.max(LARGEST_LOSS * Math.min(1, size / 560), radius + 6);
  context.lineWidth = 1;
  for (const [x1 = 0, x2 = 0, loss = 0] of rows(losses)) {
    context.beginPath();
    const area = radius ** 2 + (widest ** 2 - radius ** 2) * (loss / largest);
    context.arc(toX(x1), toY(x2), Math.sqrt(area), 0, 2 * Math.PI);
    context.fillStyle = "rgb(17 17 17 / 14%)";
    context.fill();
    context.strokeStyle = "rgb(17 17 17 / 75%)";
    context.stroke();
  }
}

/** Number the first examples of a shuffle, beside each. @param {Place} place @param {Tensor} order */
export function drawOrder({ context, toX, toY }, order) {
  context.font = "bold 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = "#fff";
  context.fillStyle = "#111";
  let number = 0;
  for (const [x1 = 0, x2 = 0] of rows(order)) {
    const text = String(++number);
    context.strokeText(text, toX(x1) + 8, toY(x2));
    context.fillText(text, toX(x1) + 8, toY(x2));
  }
}

/** The boundary before and after an update. @param {Place} place @param {Inspection} inspection */
export function drawBoundaries({ context, toX, toY }, { boundary, boundary_before }) {
  for (const [places, color, r] of /** @type {const} */ ([
    [boundary_before, "#777", 1.3],
    [boundary, "#111", 1.8],
  ])) {
    context.fillStyle = color;
    for (const [x1 = 0, x2 = 0] of rows(places)) {
      context.beginPath();
      context.arc(toX(x1), toY(x2), r, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

/** Four short lines that point at an example. @param {Place} place @param {number} x1 @param {number} x2 @param {number} radius */
export function drawCross({ context, toX, toY }, x1, x2, radius) {
  const [x, y] = [toX(x1), toY(x2)];
  const [near, far] = [radius + 3, radius + 9];
  context.lineCap = "round";
  for (const [color, width] of /** @type {const} */ ([
    ["#fff", 4.5],
    ["#111", 2],
  ])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (const [dx, dy] of /** @type {const} */ ([
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ])) {
      context.moveTo(x + near * dx, y + near * dy);
      context.lineTo(x + far * dx, y + far * dy);
    }
    context.stroke();
  }
  context.lineCap = "butt";
}
