// @ts-check
// Paints a hidden space: the plane as a bent sheet in the colors of the classes, the points on it, and
// the lines of the next layer.

import { fitted, rows } from "./canvas.js";
import { CLASS_SCALE } from "./color.js";
import { drawPoint, isShown, radiusOf } from "./points.js";
import { themeColor } from "./theme.js";

/** @import { Frame } from "../protocol.js" */
/** @import { Shown } from "./points.js" */

const EVERY = 4; // a line of the mesh, of so many, is drawn
const MOST_LINES = 8; // of the next layer; more would hide the rest

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Pick<Shown, "training" | "validation">} shown
 */
export function paintHiddenSpace(canvas, frame, shown) {
  const { context, width, height } = fitted(canvas);
  const { space_mesh, space_points, space_lines, points } = frame;
  const half = Math.min(width, height) / 2;
  const toX = (/** @type {number} */ x) => width / 2 + half * x;
  const toY = (/** @type {number} */ y) => height / 2 - half * y;

  drawSheet(context, space_mesh.data, toX, toY);
  const [count = 0] = space_lines.shape;
  context.strokeStyle = themeColor("train");
  context.lineWidth = count === 1 ? 2.5 : 1.25;
  context.beginPath();
  for (const [, x0 = 0, y0 = 0, x1 = 0, y1 = 0] of count > MOST_LINES ? [] : rows(space_lines)) {
    context.moveTo(toX(x0), toY(y0));
    context.lineTo(toX(x1), toY(y1));
  }
  context.stroke();

  const radius = radiusOf(2 * half, space_points.shape[0] ?? 1);
  const places = rows(space_points);
  for (const [, , label, heldBack] of rows(points)) {
    const [x = 0, y = 0] = places.next().value ?? [];
    if (isShown({ ...shown, emphasis: undefined }, heldBack))
      drawPoint(context, toX(x), toY(y), radius, label === 1, heldBack === 1);
  }
}

/**
 * The sheet's cells in the colors of P(class 1), then some of its lines.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} mesh  (side * side, 3): x, y, P(class 1).
 * @param {(x: number) => number} toX @param {(y: number) => number} toY
 */
function drawSheet(context, mesh, toX, toY) {
  const side = Math.sqrt(mesh.length / 3);
  const x = (/** @type {number} */ node) => toX(mesh[3 * node] ?? 0);
  const y = (/** @type {number} */ node) => toY(mesh[3 * node + 1] ?? 0);
  /** @type {Path2D[]} */
  const paths = CLASS_SCALE.map(() => new Path2D());
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const node = row * side + column;
      const corners = [node, node + 1, node + side + 1, node + side];
      const mean = corners.reduce((sum, at) => sum + (mesh[3 * at + 2] ?? 0), 0) / 4;
      const path = /** @type {Path2D} */ (paths[Math.round(mean * (paths.length - 1))]);
      path.moveTo(x(node), y(node));
      for (const corner of corners.slice(1)) path.lineTo(x(corner), y(corner));
      path.closePath();
    }
  }
  context.globalAlpha = 0.55;
  for (const [level, path] of paths.entries()) {
    context.fillStyle = /** @type {string} */ (CLASS_SCALE[level]);
    context.fill(path);
  }
  context.globalAlpha = 0.6;
  context.strokeStyle = themeColor("ink-soft");
  context.lineWidth = 0.75;
  context.beginPath();
  for (let line = 0; line < side; line += EVERY) {
    for (const { first, step } of [
      { first: line * side, step: 1 },
      { first: line, step: side },
    ]) {
      context.moveTo(x(first), y(first));
      for (let at = 1; at < side; at++) context.lineTo(x(first + at * step), y(first + at * step));
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}
