// @ts-check
// Where the network's units and lines are drawn, and which of them is at a place.

import { parametersOf } from "../lib/theta.js";

/** @typedef {{ x: number, y: number, size: number }} Box  Of a unit that is not shown, size is 0. */
/** @typedef {{ unit?: number, index?: number }} Pointed  A unit of the network, a parameter in theta. */

export const MOST_UNITS = 16; // of a layer, unless the reader wants to see all
const LARGEST = 56; // CSS pixels along the edge of a unit's picture
const SMALLEST = 5;
const SMALL = 30; // below this, units stand in two columns, where they are larger
const EDGE = 4; // CSS pixels that a bias needs at the corner of a unit
const REACH = 8; // CSS pixels from a line that still hit it

/**
 * Where each unit stands, as large as the room allows.
 *
 * @param {number} width @param {number} height  CSS pixels
 * @param {number[]} sizes
 * @param {Set<number>} whole  The layers that are shown whole, however many their units are.
 * @returns {Box[][]}
 */
export function placeUnits(width, height, sizes, whole) {
  const column = width / sizes.length;
  return sizes.map((count, layer) => {
    const shown = whole.has(layer) || count <= MOST_UNITS ? count : MOST_UNITS;
    const pitch = height / shown;
    const single = fitting(pitch, column * 0.6);
    const double = fitting((2 * height) / (shown + 1), column * 0.28);
    const isDouble = single < SMALL && double > single;
    // Whole numbers, halves included: lines are sharp, and the browser need not make an object
    // of each number that it is told.
    const size = 2 * Math.round((isDouble ? double : single) / 2);
    const middle = (layer + 0.5) * column;
    const aside = isDouble ? 0.5 * size + 2 : 0;
    const step = isDouble ? (height - size - 2 * EDGE) / (shown - 1) : pitch;
    const top = isDouble ? EDGE : (pitch - size) / 2;
    return Array.from({ length: count }, (_, unit) => ({
      x: Math.round(middle + (unit % 2 ? aside : -aside) - size / 2),
      y: Math.round(top + unit * step),
      size: unit < shown ? size : 0,
    }));
  });
}

/** @param {number} pitch @param {number} most */
function fitting(pitch, most) {
  return Math.max(SMALLEST, Math.min(LARGEST, most, pitch - Math.min(7, pitch * 0.15)));
}

/** Each layer's boxes below and above, and where its parameters are in theta. @param {Box[][]} boxes */
export function layersOf(boxes) {
  const sizes = boxes.map(({ length }) => length);
  return parametersOf(sizes).map(({ start, bias }, i) => ({
    start,
    bias,
    below: boxes[i] ?? [],
    above: boxes[i + 1] ?? [],
  }));
}

/** Add a weight's line to a path. @param {Path2D} path @param {Box} from @param {Box} to */
export function addLine(path, from, to) {
  const [x0, y0] = [from.x + from.size, from.y + from.size / 2];
  const [x1, y1] = [to.x, to.y + to.size / 2];
  const middle = Math.round((x0 + x1) / 2);
  path.moveTo(x0, y0);
  path.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/**
 * What is at a place: a unit, with its bias, or a line, with its weight.
 *
 * @param {Box[][]} boxes
 * @param {number} x @param {number} y  CSS pixels
 * @returns {Pointed | undefined}
 */
export function pointedAt(boxes, x, y) {
  const isIn = (/** @type {Box} */ box) =>
    x >= box.x && x <= box.x + box.size && y >= box.y && y <= box.y + box.size;
  const unit = boxes.flat().findIndex(isIn);
  if (unit >= 0) return { unit, index: biasOf(boxes, unit) };
  let distance = REACH;
  /** @type {Pointed | undefined} */
  let nearest;
  for (const { start, below, above } of layersOf(boxes)) {
    above.forEach((to, j) => {
      below.forEach((from, i) => {
        const [x0, x1] = [from.x + from.size, to.x];
        if (!from.size || !to.size || x < x0 || x > x1) return;
        const t = along((x - x0) / (x1 - x0));
        const [y0, y1] = [from.y + from.size / 2, to.y + to.size / 2];
        const away = Math.abs(y0 + (y1 - y0) * (3 * t ** 2 - 2 * t ** 3) - y);
        if (away >= distance) return;
        distance = away;
        nearest = { index: start + i * above.length + j };
      });
    });
  }
  return nearest;
}

/** Where a unit's bias is in theta; an input has none. @param {Box[][]} boxes @param {number} unit */
function biasOf(boxes, unit) {
  let first = boxes[0]?.length ?? 0;
  for (const { bias, above } of layersOf(boxes)) {
    if (unit >= first && unit < first + above.length) return bias + unit - first;
    first += above.length;
  }
  return undefined;
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
