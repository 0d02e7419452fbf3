// @ts-check
// Paints the losses of a run.

import { t } from "../lib/translate.js";
import { drawAxes } from "./axes.js";
import { fitted } from "./canvas.js";
import { CURVE_STYLES } from "./color.js";
import { themeColor } from "./theme.js";

/** @import { ExactTensor, Frame } from "../protocol.js" */
/** @typedef {Pick<Frame, "loss_axis" | "epoch_scores"> & { style: number }} Kept  An earlier run's curve. */

const FEW = 60; // updates
const FINE = 4; // steps of a pixel that curves go by, in whole numbers: others cost an object each

/**
 * Paint the losses: every update's behind, the epochs' two lines in front, axes from zero;
 * the training loss of earlier runs; a star above the best epoch, and a line at the update that
 * is read.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Kept[]} kept
 * @param {number | undefined} readAt
 * @returns {(x: number) => number}  The update at a place of the canvas.
 */
export function paintCurve(canvas, frame, kept, readAt) {
  const { epoch_scores, update_losses, loss_axis, best_update, best_epoch } = frame;
  const fit = fitted(canvas);
  const { context } = fit;
  const axes = [loss_axis, ...kept.map((one) => one.loss_axis)];
  const updates = Math.max(1, ...axes.map((axis) => axis.updates));
  const highest = Math.max(...axes.map((axis) => axis.loss));
  const end = t(updates === 1 ? "chart.one-update" : "chart.updates", { updates });
  const { toX, toY, left, right, top, bottom } = drawAxes(fit, updates, highest, end);

  context.save();
  context.scale(1 / FINE, 1 / FINE);
  const fineX = (/** @type {number} */ update) => Math.round(FINE * toX(update));
  const fineY = (/** @type {number} */ loss) => Math.round(FINE * toY(loss));
  context.lineWidth = FINE;
  context.strokeStyle = themeColor("each");
  context.beginPath();
  // hundreds of rows at every frame: plain loops, for views of each row would cost the frame
  const { data } = update_losses;
  for (let i = 0; i < data.length; i += 3) {
    const x = fineX(data[i] ?? 0);
    context.moveTo(x, fineY(data[i + 2] ?? 0) - 0.75 * FINE);
    context.lineTo(x, fineY(data[i + 1] ?? 0) + 0.75 * FINE);
  }
  // few updates are too far apart to be seen as one: a line through them
  for (let i = 0; data.length <= 3 * FEW && i < data.length; i += 3) {
    const draw = i ? "lineTo" : "moveTo";
    context[draw](fineX(data[i] ?? 0), fineY(((data[i + 1] ?? 0) + (data[i + 2] ?? 0)) / 2));
  }
  context.stroke();

  const line = (/** @type {ExactTensor} */ { shape, data }, /** @type {1 | 2} */ column) => {
    context.beginPath();
    for (let i = 0; i < data.length; i += shape[1] ?? 1) {
      const loss = data[i + column] ?? 0;
      if (!Number.isNaN(loss)) context.lineTo(fineX(data[i] ?? 0), fineY(loss));
    }
    context.stroke();
  };
  context.lineWidth = 2 * FINE;
  context.lineJoin = "round";
  for (const one of kept) {
    const { color, dash } = /** @type {(typeof CURVE_STYLES)[number]} */ (CURVE_STYLES[one.style]);
    context.strokeStyle = color;
    context.setLineDash(dash.map((length) => FINE * length));
    line(one.epoch_scores, 1);
  }
  context.setLineDash([]);
  context.strokeStyle = themeColor("train");
  line(epoch_scores, 1);
  context.strokeStyle = themeColor("val");
  context.setLineDash([5 * FINE, 4 * FINE]);
  line(epoch_scores, 2);
  context.restore();
  if (best_epoch > 0) {
    context.fillStyle = themeColor("val");
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText("★", toX(best_update), 2);
  }
  if (readAt !== undefined) {
    context.lineWidth = 1;
    context.strokeStyle = themeColor("ink-soft");
    context.strokeRect(toX(readAt), top, 0, bottom - top);
  }
  return (x) => ((x - left) / (right - left)) * updates;
}
