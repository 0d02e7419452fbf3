// @ts-check
// Paints the picture of the plane: probabilities, examples, and what the last stage did.

import { drawPlane, fitted } from "./canvas.js";
import { drawHinges } from "./hinges.js";
import { pictureOf } from "./plane.js";
import { FAINT, pointsLayer, radiusOf } from "./points.js";
import { drawBatch, drawBoundaries, drawCross, drawLosses, drawOrder } from "./stage-marks.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Shown } from "./points.js" */

const SHOWS_BATCH = ["batch", "forward", "backward", "update"]; // "loss" has marks of its own

/**
 * Paint what the network says all over the plane, and the examples on top. Below these lie
 * the hinges and what the last stage did to the batch, so that no example is hidden; above
 * them the order of a shuffle, the boundary around an update, the chosen example.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection  Only while stepping: at speed it would flicker.
 * @param {Shown & { threshold: number | undefined }} shown  A threshold of P(class 1) where
 *   classes are to be seen.
 */
export function paintBoundary(canvas, frame, inspection, shown) {
  const { grid, points, batch, plane, stage, hinges } = frame;
  const { context, width: size } = fitted(canvas);
  if (!canvas.width) return; // while another part of the page is printed
  drawPlane(context, grid, size, shown.threshold);
  const place = { context, ...pictureOf(plane, size) };
  const radius = radiusOf(size, points.shape[0] ?? 1);

  drawHinges(place, hinges);
  if (shown.training && inspection) {
    const isOfStage = inspection.stage === stage;
    if (shown.emphasis && !["training", "batch"].includes(shown.emphasis)) {
      context.globalAlpha = FAINT;
    }
    if (isOfStage && SHOWS_BATCH.includes(stage)) drawBatch(place, points, batch, radius);
    drawLosses(place, inspection.losses, size, radius);
    context.globalAlpha = 1;
  }
  context.drawImage(pointsLayer(canvas.width, size, frame, shown), 0, 0, size, size);
  if (!inspection?.stage) return;
  drawBoundaries(place, inspection);
  if (!shown.training) return;
  drawOrder(place, inspection.order);
  const [x1 = 0, x2 = 0] = points.data.subarray(4 * inspection.point);
  drawCross(place, x1, x2, radius);
}
