// @ts-check
// Paints the network: units as small planes, weights as lines.

import { STAGES } from "../lib/stages.js";
import { parametersOf } from "../lib/theta.js";
import { shortNumber, t } from "../lib/translate.js";
import { drawPictures, fitted } from "./canvas.js";
import { themeColor } from "./theme.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @typedef {{ x: number, y: number, size: number }} Box */

const LARGEST = 44; // CSS pixels along the edge of a unit's picture
const SMALLEST = 5;
const THICKEST = 5;
const FAINT = 0.06; // weights below this part of the layer's largest are not drawn
const MOST = 600; // lines in all; beyond, only the largest weights are drawn
const LEVELS = 10; // of strength, in which lines differ
const REACH = 8; // CSS pixels from a line that still hit it

/**
 * Paint the network: every unit's own picture of the plane, every weight as a line, as
 * thick as it is large, blue where positive, red and dashed where negative. After the
 * backward stage the lines are gradients; while stepping, each unit shows its output for
 * the chosen point.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection
 */
export function paintNetwork(canvas, { layer_sizes, units, theta }, inspection) {
  const { context, width, height } = fitted(canvas);
  if (layer_sizes.length === 0) {
    context.font = "13px system-ui, sans-serif";
    context.fillStyle = themeColor("ink-soft");
    context.fillText(t("network.not-drawn"), 12, 24);
    return;
  }
  const boxes = place(width, height, layer_sizes);
  const all = boxes.flat();
  const colors = { up: themeColor("weight-up"), down: themeColor("weight-down") };
  const edges = inspection?.edges ?? theta;
  for (const { start, bias, below, above } of layers(boxes)) {
    const weights = edges.data.subarray(start, bias);
    drawWeights(context, weights, below, above, { ...colors, most: MOST / (boxes.length - 1) });
  }

  drawPictures(context, units, all);
  context.strokeStyle = themeColor("ink-soft");
  context.lineWidth = 1;
  for (const { x, y, size } of all) {
    if (size > 10) context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  }

  const isForward = STAGES.indexOf(inspection?.stage ?? "") >= STAGES.indexOf("forward");
  for (const { bias, above } of layers(boxes)) {
    const biases = edges.data.subarray(bias);
    above.forEach((box, j) => {
      drawBias(context, biases[j] ?? 0, box, colors);
    });
  }

  if (!inspection || !isForward || Math.min(...all.map(({ size }) => size)) < 9) return;
  context.font = "11px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  all.forEach(({ x, y, size }, unit) => {
    const text = shortNumber(inspection.activations.data[unit] ?? 0);
    const room = context.measureText(text).width + 6;
    context.fillStyle = themeColor("label");
    context.fillRect(x + size / 2 - room / 2, y + size / 2 - 7, room, 14);
    context.fillStyle = themeColor("train");
    context.fillText(text, x + size / 2 - room / 2 + 3, y + size / 2 + 0.5);
  });
}

/**
 * A bias, as a disc at its unit's lower left corner: its sign in the color, and hollow
 * where negative; its size in the disc's.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} bias
 * @param {Box} box
 * @param {{ up: string, down: string }} colors
 */
function drawBias(context, bias, { x, y, size }, { up, down }) {
  const radius = Math.min(0.2 * size, 1.5 + 4 * Math.abs(bias));
  context.beginPath();
  context.arc(x, y + size, radius, 0, 2 * Math.PI);
  context.lineWidth = 1.5;
  context.strokeStyle = bias > 0 ? up : down;
  context.fillStyle = bias > 0 ? up : "#fff";
  context.fill();
  context.stroke();
}

/**
 * The parameter under a place of the network's canvas: an edge's weight, or a unit's bias.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {number} x @param {number} y  CSS pixels
 * @returns {number | undefined} Its index in theta.
 */
export function parameterAt(canvas, { layer_sizes }, x, y) {
  const boxes = place(canvas.clientWidth, canvas.clientHeight, layer_sizes);
  /** @type {{ index: number | undefined, distance: number }} */
  let best = { index: undefined, distance: REACH };
  for (const { start, bias, below, above } of layers(boxes)) {
    above.forEach((to, j) => {
      if (x >= to.x && x <= to.x + to.size && y >= to.y && y <= to.y + to.size) {
        best = { index: bias + j, distance: -1 };
      }
      below.forEach((from, i) => {
        const [x0, x1] = [from.x + from.size, to.x];
        if (x < x0 || x > x1) return;
        const t = along((x - x0) / (x1 - x0));
        const [y0, y1] = [from.y + from.size / 2, to.y + to.size / 2];
        const distance = Math.abs(y0 + (y1 - y0) * (3 * t ** 2 - 2 * t ** 3) - y);
        if (distance < best.distance) best = { index: start + i * above.length + j, distance };
      });
    });
  }
  return best.index;
}

/** Where along a line's curve its x has come this far, both from 0 to 1. @param {number} x */
function along(x) {
  let t = x;
  for (let round = 0; round < 4; round++) {
    const here = 1.5 * t * (1 - t) ** 2 + 1.5 * t ** 2 * (1 - t) + t ** 3;
    t += (x - here) / Math.max(0.5, 1.5 - 3 * t + 3 * t ** 2);
  }
  return t;
}

/**
 * Where each unit stands.
 *
 * @param {number} width @param {number} height  CSS pixels
 * @param {number[]} sizes
 * @returns {Box[][]}
 */
function place(width, height, sizes) {
  return sizes.map((count, layer) => {
    const pitch = height / count;
    const roomy = Math.min(LARGEST, (width / sizes.length) * 0.6);
    // Whole numbers, halves included: lines are sharp, and the browser need not make an object
    // of each number that it is told.
    const fitting = Math.max(SMALLEST, Math.min(roomy, pitch - Math.min(8, pitch * 0.2)));
    const size = 2 * Math.round(fitting / 2);
    const x = Math.round(((layer + 0.5) * width) / sizes.length - size / 2);
    return Array.from({ length: count }, (_, unit) => ({
      x,
      y: Math.round((unit + 0.5) * pitch - size / 2),
      size,
    }));
  });
}

/** Each layer's boxes below and above, and where its parameters are in theta. @param {Box[][]} boxes */
function layers(boxes) {
  const sizes = boxes.map(({ length }) => length);
  return parametersOf(sizes).map(({ start, bias }, i) => ({
    start,
    bias,
    below: boxes[i] ?? [],
    above: boxes[i + 1] ?? [],
  }));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} weights  (below, above), row by row.
 * @param {Box[]} below
 * @param {Box[]} above
 * @param {{ up: string, down: string, most: number }} style
 */
function drawWeights(context, weights, below, above, { up, down, most }) {
  let largest = 1e-9;
  for (let i = 0; i < weights.length; i++) largest = Math.max(largest, Math.abs(weights[i] ?? 0));
  const isCrowded = weights.length > most;
  const seen = isCrowded ? weights.map(Math.abs).sort().at(-Math.round(most)) : 0;
  const least = Math.max(FAINT * largest, seen ?? 0);
  const thickest = Math.min(THICKEST, 0.6 * (above[0]?.size ?? THICKEST));
  // one path for all lines that look alike: hundreds of single strokes cost the frame
  /** @type {Path2D[]} */
  const paths = [];
  below.forEach((from, i) => {
    above.forEach((to, j) => {
      const weight = weights[i * above.length + j] ?? 0;
      if (Math.abs(weight) < least) return;
      const level = Math.ceil((Math.abs(weight) / largest) * LEVELS) - 1;
      const [x0, y0] = [from.x + from.size, from.y + from.size / 2];
      const [x1, y1] = [to.x, to.y + to.size / 2];
      const look = level + (weight > 0 ? LEVELS : 0);
      paths[look] ??= new Path2D();
      const path = paths[look];
      path.moveTo(x0, y0);
      const middle = Math.round((x0 + x1) / 2);
      path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
    });
  });
  paths.forEach((path, i) => {
    const strength = ((i % LEVELS) + 0.5) / LEVELS;
    const isPositive = i >= LEVELS;
    context.lineWidth = Math.max(0.4, strength * thickest);
    context.globalAlpha = 0.25 + 0.6 * strength;
    context.strokeStyle = isPositive ? up : down;
    context.setLineDash(isPositive ? [] : [12, 5]);
    context.stroke(path);
  });
  context.globalAlpha = 1;
  context.setLineDash([]);
}
