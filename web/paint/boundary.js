// @ts-check
// Paints the picture of the plane: probabilities, examples, and what the last stage did.

import { drawPictures, fitted, rows } from "./canvas.js";
import { CLASS_0, CLASS_1 } from "./color.js";
import { pictureOf } from "./plane.js";

/** @import { Frame, Inspection, Tensor } from "../protocol.js" */

const RADIUS = 4.5; // CSS pixels
const LARGEST_LOSS = 14; // CSS pixels that a ring grows by for the batch's largest loss

/**
 * Paint the network's probabilities over the plane, and every example on top of it: its class
 * in shape and color, hollow where it is held back, ringed where it is in the batch.
 * What the last stage did goes on top: losses as wider rings, the boundary before and
 * after an update, the chosen point.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection  Only while stepping: at speed it would flicker.
 * @param {number} [threshold]  Of P(class 1), where classes are to be seen.
 */
export function paintBoundary(
  canvas,
  { grid, points, batch, plane, stage },
  inspection,
  threshold,
) {
  const { context, width: size } = fitted(canvas);
  drawPictures(context, grid, [{ x: 0, y: 0, size }], threshold);
  const showsBatch = inspection?.stage === stage && !["shuffle", "loss"].includes(stage);
  const [count = 1] = points.shape;
  const radius = Math.max(2, RADIUS * Math.min(1, size / 400, 20 / Math.sqrt(count)));
  const { toX, toY } = pictureOf(plane, size);
  context.drawImage(pointsLayer(canvas.width, size, points, radius, plane), 0, 0, size, size);
  if (showsBatch) {
    for (const place of batch.data) {
      const [x1 = 0, x2 = 0] = points.data.subarray(4 * place);
      drawRing(context, toX(x1), toY(x2), radius + 5);
    }
  }
  if (!inspection?.stage) return;
  const { losses, boundary, boundary_before, order, point } = inspection;
  const largest = [...rows(losses)].reduce((most, [, , loss = 0]) => Math.max(most, loss), 1e-9);
  context.strokeStyle = "#111";
  context.lineWidth = 1;
  for (const [x1 = 0, x2 = 0, loss = 0] of rows(losses)) {
    context.beginPath();
    const ring = radius + 1 + (LARGEST_LOSS * loss) / largest;
    context.arc(toX(x1), toY(x2), ring, 0, 2 * Math.PI);
    context.stroke();
  }
  drawOrder(
    context,
    [...rows(order)].map(([x1 = 0, x2 = 0]) => [toX(x1), toY(x2)]),
  );
  drawDots(boundary_before, "#777", 1.3);
  drawDots(boundary, "#111", 1.8);
  const [x1 = 0, x2 = 0] = [...rows(points)][point] ?? [];
  drawCross(context, toX(x1), toY(x2), radius + 12);

  /** @param {Inspection["boundary"]} places @param {string} color @param {number} r */
  function drawDots(places, color, r) {
    context.fillStyle = color;
    for (const [a = 0, b = 0] of rows(places)) {
      context.beginPath();
      context.arc(toX(a), toY(b), r, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

/** Number the places, beside each. @param {CanvasRenderingContext2D} context @param {number[][]} places */
function drawOrder(context, places) {
  context.font = "bold 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.strokeStyle = "#fff";
  context.fillStyle = "#111";
  places.forEach(([x = 0, y = 0], number) => {
    context.strokeText(String(number + 1), x + 8, y);
    context.fillText(String(number + 1), x + 8, y);
  });
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r */
function drawCross(context, x, y, r) {
  for (const [color, width] of /** @type {const} */ ([
    ["#fff", 6],
    ["#111", 3],
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
      context.moveTo(x + (r - 6) * dx, y + (r - 6) * dy);
      context.lineTo(x + (r + 6) * dx, y + (r + 6) * dy);
    }
    context.stroke();
  }
}

/** @type {{ canvas: HTMLCanvasElement, width: number, data: Float32Array } | undefined} */
let layer;

/**
 * All examples, on a canvas `width` pixels wide for a place of `size` CSS pixels; drawn anew
 * only where they changed, for they are many and stand still while the network trains.
 *
 * @param {number} width
 * @param {number} size
 * @param {Tensor} points
 * @param {number} radius
 * @param {number} plane
 */
function pointsLayer(width, size, points, radius, plane) {
  const last = layer;
  if (last?.width === width && last.data === points.data) return last.canvas;
  const made = document.createElement("canvas");
  made.width = made.height = width;
  const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  context.scale(width / size, width / size);
  const { toX, toY } = pictureOf(plane, size);
  for (const [x1 = 0, x2 = 0, label, heldBack] of rows(points)) {
    drawPoint(context, {
      x: toX(x1),
      y: toY(x2),
      radius,
      isOne: label === 1,
      isHollow: heldBack === 1,
    });
  }
  layer = { canvas: made, width, data: points.data };
  return made;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, radius: number, isOne: boolean, isHollow: boolean }} point
 */
function drawPoint(context, { x, y, radius, isOne, isHollow }) {
  const color = isOne ? CLASS_1 : CLASS_0;
  const fill = (/** @type {number} */ r, /** @type {string} */ style) => {
    context.beginPath();
    if (isOne) context.arc(x, y, r, 0, 2 * Math.PI);
    else context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
    context.fillStyle = style;
    context.fill();
  };
  // A dark rim around a light one: one of the two stands out from any background.
  fill(radius + 1, "#222");
  fill(radius, "#fff");
  fill(0.73 * radius, color);
  if (isHollow) fill(0.4 * radius, "#fff");
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r */
function drawRing(context, x, y, r) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = "#111";
  context.stroke();
  context.lineWidth = 1.2;
  context.strokeStyle = "#ffe14d";
  context.stroke();
}
