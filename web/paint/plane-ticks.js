// @ts-check
// Paints the numbers of x1 and x2 along the edges of the plane.

import { number } from "../lib/translate.js";

/** @import { Place } from "./stage-marks.js" */

const LONG = 4; // CSS pixels
const SMALL = 280; // CSS pixels of a picture that has room for whole numbers only

/**
 * Numbers along the lower and the left edge, dark in light, which is read on any color.
 *
 * @param {Place} place
 * @param {number} plane  The largest x1 and x2 in sight.
 * @param {number} size  Of the picture, in CSS pixels.
 */
export function drawTicks({ context, toX, toY }, plane, size) {
  const step = size < SMALL ? 1 : 0.5;
  const last = Math.ceil(plane / step) - 1; // the edge's own number would be cut
  context.font = "10px system-ui, sans-serif";
  context.lineJoin = "round";
  for (let k = -last; k <= last; k++) {
    const at = k * step;
    line(toX(at), size, toX(at), size - LONG);
    line(0, toY(at), LONG, toY(at));
    text(number(at), toX(at), size - LONG - 1, "center", "bottom");
    text(number(at), LONG + 2, toY(at), "left", "middle");
  }
  text("x1", size - 3, size - LONG - 1, "right", "bottom");
  text("x2", 3, 3, "left", "top");

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
