// @ts-check
// Paints the network: units as small planes, weights as lines.

import { STAGES } from "../lib/stages.js";
import { shortNumber, t } from "../lib/translate.js";
import { drawPictures, fitted } from "./canvas.js";
import { addLine, layersOf } from "./network-layout.js";
import { themeColor } from "./theme.js";
import { drawDead, drawFrozen, drawLeftOut } from "./unit-marks.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Box, Pointed } from "./network-layout.js" */
/** @typedef {"" | "positive" | "negative" | "bias"} Kind  Of parameters; "" is all. */

const THICKEST = 5;
const FAINT = 0.06; // weights below this part of the layer's largest are not drawn
const MOST = 600; // lines in all; beyond, only the largest weights are drawn
const LEVELS = 10; // of strength, in which lines differ
const DIM = 0.12; // how much is left of what the reader does not look at
const ROOMY = 18; // CSS pixels along the edge of a unit that has room for its number beside it
const BESIDE = 44; // CSS pixels that the number takes, across
const LINE = 16; // and down

/**
 * Paint the network: every unit's own picture of the plane, every weight as a line, as
 * thick as it is large, blue where positive, red and dashed where negative. After the
 * backward stage the lines are gradients; while stepping, each unit shows its output for
 * the chosen point, dead ones are crossed out, and a blind says for how many of the batch
 * dropout left a unit out: units that it may leave out have a dashed frame.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection
 * @param {{ boxes: Box[][], pointed: Pointed | undefined, lit: Kind }} look
 */
export function paintNetwork(canvas, frame, inspection, look) {
  const { layer_sizes, units, theta, frozen, batch, settings } = frame;
  const { context, width, height } = fitted(canvas);
  if (layer_sizes.length === 0) {
    context.font = "13px system-ui, sans-serif";
    context.fillStyle = themeColor("ink-soft");
    context.fillText(t("network.not-drawn"), 12, 24);
    return;
  }
  const { boxes, pointed, lit } = look;
  const all = boxes.flat();
  const colors = { up: themeColor("weight-up"), down: themeColor("weight-down"), lit };
  const edges = inspection?.edges ?? theta;
  const layers = layersOf(boxes);
  for (const { start, bias, below, above } of layers) {
    const weights = edges.data.subarray(start, bias);
    drawWeights(context, weights, below, above, { ...colors, most: MOST / layers.length });
    drawPointed(context, (pointed?.index ?? -1) - start, below, above);
  }

  drawPictures(context, units, all);
  const hidden = boxes.slice(1, -1).flat();
  const isDropping = Number(settings.dropout) > 0;
  all.forEach((box, unit) => {
    if (inspection?.dead.data[unit]) drawDead(context, box);
    const leftOut = inspection?.left_out.data[unit] ?? 0;
    if (leftOut) drawLeftOut(context, box, leftOut / batch.data.length);
    const mayLeave = isDropping && hidden.includes(box);
    drawFrame(context, box, unit === pointed?.unit, mayLeave ? [4, 3] : []);
  });
  for (const { bias, above } of layers) {
    const biases = edges.data.subarray(bias);
    above.forEach((box, j) => {
      drawBias(context, biases[j] ?? 0, box, colors);
    });
  }
  drawFrozen(context, frozen.data, boxes);

  const isForward = STAGES.indexOf(inspection?.stage ?? "") >= STAGES.indexOf("forward");
  if (!inspection || !isForward) return;
  let unit = 0;
  for (const layer of boxes) {
    const outputs = inspection.activations.data.subarray(unit, unit + layer.length);
    drawOutputs(context, outputs, layer, width / boxes.length, { width, height });
    unit += layer.length;
  }
}

/**
 * Each unit's output, below it or beside it; where there is no room, only pointing tells it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} outputs
 * @param {Box[]} layer
 * @param {number} column  CSS pixels that the layer has.
 * @param {{ width: number, height: number }} all  Of the diagram.
 */
function drawOutputs(context, outputs, layer, column, { width, height }) {
  const [first, second] = layer;
  if (!first || first.size < ROOMY) return;
  const isDouble = second !== undefined && second.x !== first.x;
  const isBelow = (second?.y ?? height) - first.y - first.size >= LINE && !isDouble;
  if (!isBelow && column - (isDouble ? 2 : 1) * first.size < (isDouble ? 2 : 1) * BESIDE) return;
  context.font = "11px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  layer.forEach(({ x, y, size }, i) => {
    if (!size) return;
    const text = shortNumber(outputs[i] ?? 0);
    const room = context.measureText(text).width + 4;
    const isLeft = (isDouble && i % 2 === 0) || (!isBelow && x + size + 2 + room > width);
    const left = isBelow ? x + (size - room) / 2 : isLeft ? x - room - 2 : x + size + 2;
    const middle = isBelow ? y + size + LINE / 2 : y + size / 2;
    context.fillStyle = themeColor("label");
    context.fillRect(left, middle - 7, room, 14);
    context.fillStyle = themeColor("train");
    context.fillText(text, left + 2, middle + 0.5);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {boolean} isPointed
 * @param {number[]} dashes
 */
function drawFrame(context, { x, y, size }, isPointed, dashes) {
  if (size <= 10 && !(isPointed && size)) return;
  context.strokeStyle = themeColor(isPointed ? "train" : "ink-soft");
  context.lineWidth = isPointed ? 3 : 1;
  context.setLineDash(dashes);
  context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  context.setLineDash([]);
}

/**
 * A bias, as a disc at its unit's lower left corner: its sign in the color, and hollow
 * where negative; its size in the disc's.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} bias
 * @param {Box} box
 * @param {{ up: string, down: string, lit: Kind }} style
 */
function drawBias(context, bias, { x, y, size }, { up, down, lit }) {
  if (!size) return;
  const radius = Math.min(0.2 * size, 1.5 + 4 * Math.abs(bias));
  context.globalAlpha = lit && lit !== "bias" ? DIM : 1;
  context.beginPath();
  context.arc(x, y + size, radius, 0, 2 * Math.PI);
  context.lineWidth = 1.5;
  context.strokeStyle = bias > 0 ? up : down;
  context.fillStyle = bias > 0 ? up : "#fff";
  context.fill();
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * The line of the weight that the reader points at, however small it is.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} place  Among the layer's weights; maybe none of them.
 * @param {Box[]} below
 * @param {Box[]} above
 */
function drawPointed(context, place, below, above) {
  const [from, to] = [below[Math.floor(place / above.length)], above[place % above.length]];
  if (place < 0 || !from?.size || !to?.size) return;
  const path = new Path2D();
  addLine(path, from, to);
  context.lineWidth = THICKEST + 2;
  context.strokeStyle = themeColor("train");
  context.globalAlpha = 0.5;
  context.stroke(path);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} weights  (below, above), row by row.
 * @param {Box[]} below
 * @param {Box[]} above
 * @param {{ up: string, down: string, lit: Kind, most: number }} style
 */
function drawWeights(context, weights, below, above, { up, down, lit, most }) {
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
      if (Math.abs(weight) < least || !from.size || !to.size) return;
      const level = Math.ceil((Math.abs(weight) / largest) * LEVELS) - 1;
      const look = level + (weight > 0 ? LEVELS : 0);
      paths[look] ??= new Path2D();
      addLine(paths[look], from, to);
    });
  });
  paths.forEach((path, i) => {
    const strength = ((i % LEVELS) + 0.5) / LEVELS;
    const isPositive = i >= LEVELS;
    const isDim = lit && lit !== (isPositive ? "positive" : "negative");
    context.lineWidth = Math.max(0.4, strength * thickest);
    context.globalAlpha = (0.25 + 0.6 * strength) * (isDim ? DIM : 1);
    context.strokeStyle = isPositive ? up : down;
    context.setLineDash(isPositive ? [] : [12, 5]);
    context.stroke(path);
  });
  context.globalAlpha = 1;
  context.setLineDash([]);
}
