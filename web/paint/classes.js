// @ts-check
// How classes look: a color and a shape for each of up to six; and their mixture where a network is
// unsure.

import { CLASS_COLORS, CLASS_SCALE, PALE } from "./color.js";

/** @typedef {{ outline: number[][] | undefined, color: string }} Look  Corners around 0; none of a disc. */

// The first two are the ends of the scale. The others were searched for: the two nearest of all six
// and of the pale ground between them are 39 apart (CIE 1976) for every kind of color vision, by
// the simulation of Machado, Oliveira and Fernandes (2009); tests/js/classes.test.mjs measures it.
export const CLASSES = [
  [180, 4, 38],
  [59, 76, 192],
  [242, 175, 55],
  [93, 186, 252],
  [126, 86, 126],
  [2, 2, 25],
];
const ARM = 0.42; // half the width of a cross's arms
const OUTLINES = [
  [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9],
  undefined,
  [0, -1.2, 1.1, 0.8, -1.1, 0.8],
  [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0],
  [-ARM, -1.1, ARM, -1.1, ARM, -ARM, 1.1, -ARM, 1.1, ARM, ARM, ARM].concat([
    ...[ARM, 1.1, -ARM, 1.1, -ARM, ARM, -1.1, ARM, -1.1, -ARM, -ARM, -ARM],
  ]),
  [0, 1.2, 1.1, -0.8, -1.1, -0.8],
].map((numbers) => numbers && pairs(numbers));

/** @param {number[]} numbers */
function pairs(numbers) {
  return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
}

/**
 * How an example looks.
 *
 * @param {number} label  Its class, or the level of its value.
 * @param {number} classes  How many there are; 0 where examples have values.
 * @returns {Look}
 */
export function lookOf(label, classes) {
  if (classes) return { outline: OUTLINES[label], color: `rgb(${CLASSES[label]})` };
  const stop = Math.round(Math.min(1, Math.max(0, label)) * (CLASS_SCALE.length - 1));
  return { outline: undefined, color: CLASS_SCALE[stop] ?? "" };
}

/**
 * Begin a path around a shape.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look @param {number} x @param {number} y @param {number} radius
 */
export function traceShape(context, { outline }, x, y, radius) {
  context.beginPath();
  if (!outline) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [dx = 0, dy = 0] of outline) context.lineTo(x + radius * dx, y + radius * dy);
  context.closePath();
}

/** The shape as SVG, for legends. @param {Look} look @param {number} x @param {number} y @param {number} radius */
export function shapeElement({ outline, color }, x, y, radius) {
  const shape = document.createElementNS(
    "http://www.w3.org/2000/svg",
    outline ? "polygon" : "circle",
  );
  const corners = outline?.map(([dx = 0, dy = 0]) => [x + radius * dx, y + radius * dy]);
  const place = corners ? { points: corners.join(" ") } : { cx: x, cy: y, r: radius };
  for (const [name, value] of Object.entries(place)) shape.setAttribute(name, String(value));
  shape.style.fill = color;
  return shape;
}

/**
 * The color of a place whose classes have these levels, as an ImageData's word: of the likeliest
 * alone where it is decided; pale where all are as likely.
 *
 * @param {ArrayLike<number>} levels  Of places after places, for class after class.
 * @param {number} place
 * @param {number} step  From a place's level to its next class's.
 * @param {number} count  Of classes.
 * @param {boolean} isDecided
 */
export function mixture(levels, place, step, count, isDecided) {
  const least = 1 / count;
  const best = isDecided ? largest(levels, place, step, count) : -1;
  let [red = 0, green = 0, blue = 0] = PALE;
  for (let label = 0; label < count; label++) {
    const level = levels[place + label * step] ?? 0;
    const share = isDecided ? (label === best ? 0.75 : 0) : (level - least) / (1 - least);
    if (!(share > 0)) continue;
    const [r = 0, g = 0, b = 0] = CLASSES[label] ?? [];
    red += share * (r - (PALE[0] ?? 0));
    green += share * (g - (PALE[1] ?? 0));
    blue += share * (b - (PALE[2] ?? 0));
  }
  return (
    ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
  );
}

/** The class of the largest level. @param {ArrayLike<number>} levels @param {number} place @param {number} step @param {number} count */
export function largest(levels, place, step, count) {
  let best = 0;
  for (let label = 1; label < count; label++) {
    if ((levels[place + label * step] ?? 0) > (levels[place + best * step] ?? 0)) best = label;
  }
  return best;
}

/** The color of a level from 0 to 1, as an ImageData's word. @param {number} level */
export function levelColor(level) {
  return /** @type {number} */ (CLASS_COLORS[Math.round(255 * Math.min(1, Math.max(0, level)))]);
}
