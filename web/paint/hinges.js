// @ts-check
// Paints hinges: the lines of the plane where units of the first hidden layer turn.

import { rows } from "./canvas.js";

/** @import { Tensor } from "../protocol.js" */
/** @import { Place } from "./stage-marks.js" */

/**
 * @param {Place} place
 * @param {Tensor} hinges  (k, 5): the unit, x1 and x2 of both ends.
 * @param {number} [only]  The one unit whose line is drawn.
 */
export function drawHinges({ context, toX, toY }, hinges, only) {
  context.beginPath();
  for (const [unit, a1 = 0, a2 = 0, b1 = 0, b2 = 0] of rows(hinges)) {
    if (only !== undefined && unit !== only) continue;
    context.moveTo(toX(a1), toY(a2));
    context.lineTo(toX(b1), toY(b2));
  }
  // dark in light: seen on any ground
  context.strokeStyle = "rgb(255 255 255 / 50%)";
  context.lineWidth = 2;
  context.stroke();
  context.strokeStyle = "#111";
  context.lineWidth = 0.8;
  context.stroke();
}
