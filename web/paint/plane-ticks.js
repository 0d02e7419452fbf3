// @ts-check
// Paints the numbers of x1 and x2 along the edges of the plane, in their units.

import { dataName, number } from "../lib/translate.js";

/** @import { Frame } from "../protocol.js" */
/** @import { Place } from "./stage-marks.js" */
/** @typedef {Frame["axes"]["x1"]} Axis */

const LONG = 4; // CSS pixels
const SMALL = 280; // CSS pixels of a picture that has room for few numbers only

/**
 * Numbers along the lower and the left edge, dark in light, which is read on any color.
 *
 * @param {Place} place
 * @param {number} plane  The largest x1 and x2 in sight.
 * @param {number} size  Of the picture, in CSS pixels.
 * @param {Frame["axes"]} axes
 */
export function drawTicks({ context, toX, toY }, plane, size, axes) {
  context.font = "10px system-ui, sans-serif";
  context.lineJoin = "round";
  const [below, beside] = [size - LONG - 1, LONG + 2];
  // a name stands in a corner: numbers that would reach into it are left out
  const [x1, x2] = [axes.x1.name, axes.x2.name].map(dataName);
  const { width } = context.measureText(x1 ?? "");
  for (const { at, words } of ticks(axes.x1, plane, size)) {
    if (toX(at) + context.measureText(words).width / 2 > size - width - 8) continue;
    line(toX(at), size, toX(at), size - LONG);
    text(words, toX(at), below, "center", "bottom");
  }
  for (const { at, words } of ticks(axes.x2, plane, size)) {
    if (toY(at) < 22 || toY(at) > below - 16) continue;
    line(0, toY(at), LONG, toY(at));
    text(words, beside, toY(at), "left", "middle");
  }
  text(x1 ?? "", size - 3, below, "right", "bottom");
  text(x2 ?? "", 3, 3, "left", "top");

  /** @param {number} fromX @param {number} fromY @param {number} x @param {number} y */
  function line(fromX, fromY, x, y) {
    for (const [color, width] of /** @type {const} */ ([
      ["rgb(255 255 255 / 75%)", 3],
      ["#111", 1],
    ])) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.lineTo(x, y);
      context.stroke();
    }
  }

  /** @param {string} words @param {number} x @param {number} y @param {CanvasTextAlign} align @param {CanvasTextBaseline} baseline */
  function text(words, x, y, align, baseline) {
    context.textAlign = align;
    context.textBaseline = baseline;
    context.lineWidth = 3;
    context.strokeStyle = "rgb(255 255 255 / 75%)";
    context.strokeText(words, x, y);
    context.fillStyle = "#111";
    context.fillText(words, x, y);
  }
}

/**
 * Round numbers along an axis, and where they are on the plane; the edges' own would be cut.
 *
 * @param {Axis} axis
 * @param {number} plane
 * @param {number} size
 */
function ticks({ low, high }, plane, size) {
  const half = (high - low) / 2;
  const [from, to] = [-plane, plane].map((at) => low + (at + 1) * half);
  const step = roundStep(((to ?? 0) - (from ?? 0)) / (size < SMALL ? 5 : 6));
  const first = Math.floor((from ?? 0) / step) + 1;
  const last = Math.ceil((to ?? 0) / step) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => {
    const value = Number(((first + k) * step).toPrecision(12));
    return { at: (value - low) / half - 1, words: number(value) };
  });
}

/** The least of 1, 2 and 5 times a power of ten that is at least as much. @param {number} least */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10);
}
