// @ts-check
// Paints a hidden space: the plane as a bent sheet in the colors of the classes, the points on it, and
// the lines of the next layer.

import { fitted, rows } from "./canvas.js";
import { levelColor, lookOf, mixture } from "./classes.js";
import { drawPoint, isShown, radiusOf } from "./points.js";
import { themeColor } from "./theme.js";

/** @import { Frame, Tensor } from "../protocol.js" */
/** @import { Shown } from "./points.js" */

const EVERY = 4; // a line of the mesh, of so many, is drawn
const STEPS = 8; // of a level: few colors are few fills
const MOST_LINES = 8; // of the next layer; more would hide the rest

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Pick<Shown, "training" | "validation">} shown
 */
export function paintHiddenSpace(canvas, frame, shown) {
  const { context, width, height } = fitted(canvas);
  const { space_mesh, space_points, space_lines, points, classes } = frame;
  const half = Math.min(width, height) / 2;
  const toX = (/** @type {number} */ x) => width / 2 + half * x;
  const toY = (/** @type {number} */ y) => height / 2 - half * y;

  drawSheet(context, space_mesh, toX, toY);
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
  for (const [, , label = 0, heldBack] of rows(points)) {
    const [x = 0, y = 0] = places.next().value ?? [];
    if (isShown({ ...shown, emphasis: undefined }, heldBack))
      drawPoint(context, toX(x), toY(y), radius, lookOf(label, classes), heldBack === 1);
  }
}

/**
 * The sheet's cells in the colors of the plane, then some of its lines.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Tensor} mesh  (side * side, 2 + k): x, y, and the levels as in a frame's grid.
 * @param {(x: number) => number} toX @param {(y: number) => number} toY
 */
function drawSheet(context, { shape, data }, toX, toY) {
  const [nodes = 0, columns = 3] = shape;
  const side = Math.sqrt(nodes);
  const x = (/** @type {number} */ node) => toX(data[columns * node] ?? 0);
  const y = (/** @type {number} */ node) => toY(data[columns * node + 1] ?? 0);
  /** The cells of each color. @type {Map<number, Path2D>} */
  const paths = new Map();
  const levels = new Float32Array(columns - 2);
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const node = row * side + column;
      const corners = [node, node + 1, node + side + 1, node + side];
      for (const label of levels.keys()) {
        const sum = corners.reduce((so, at) => so + (data[columns * at + 2 + label] ?? 0), 0);
        levels[label] = Math.round((sum / 4) * STEPS) / STEPS;
      }
      const color =
        levels.length > 1
          ? mixture(levels, 0, 1, levels.length, false)
          : levelColor(levels[0] ?? 0);
      const path = paths.get(color) ?? new Path2D();
      paths.set(color, path);
      path.moveTo(x(node), y(node));
      for (const corner of corners.slice(1)) path.lineTo(x(corner), y(corner));
      path.closePath();
    }
  }
  context.globalAlpha = 0.55;
  for (const [color, path] of paths) {
    context.fillStyle = `rgb(${color & 255} ${(color >> 8) & 255} ${(color >> 16) & 255})`;
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
