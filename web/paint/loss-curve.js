// @ts-check
// Paints the losses of a run, or its accuracies.

import { t } from "../lib/translate.js";
import { drawAxes } from "./axes.js";
import { fitted } from "./canvas.js";
import { CURVE_STYLES } from "./color.js";
import { themeColor } from "./theme.js";

/** @import { ExactTensor, Frame } from "../protocol.js" */
/** @typedef {Pick<Frame, "loss_axis" | "epoch_scores"> & { style: number }} Kept  An earlier run's curve. */
/** @typedef {{ isAccuracy: boolean, isLog: boolean }} Look  What the chart shows. */

/** The columns of an epoch's scores. */
export const COLUMNS = {
  losses: { training: 1, validation: 2 },
  accuracy: { training: 3, validation: 4 },
};
const FEW = 60; // updates
const FINE = 4; // steps of a pixel that curves go by, in whole numbers: others cost an object each
const HEAD = 28; // CSS pixels above the chart, where its choices stand

/**
 * Paint the losses: every update's behind, the epochs' two lines in front, the training loss of
 * earlier runs, a line at the best epoch and one at the update that is read. Accuracies are
 * painted alike, but for the updates, which have none.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Kept[]} kept
 * @param {number | undefined} readAt
 * @param {Look} look
 * @returns {(x: number) => number}  The update at a place of the canvas.
 */
export function paintCurve(canvas, frame, kept, readAt, { isAccuracy, isLog }) {
  const { epoch_scores, update_losses, loss_axis, best_update, best_epoch } = frame;
  const fit = fitted(canvas);
  const { context } = fit;
  const columns = COLUMNS[isAccuracy ? "accuracy" : "losses"];
  const axes = [loss_axis, ...kept.map((one) => one.loss_axis)];
  const updates = Math.max(1, ...axes.map((axis) => axis.updates));
  const highest = isAccuracy ? 100 : Math.max(...axes.map((axis) => axis.loss));
  const lowest = isLog && !isAccuracy ? Math.min(...axes.map((axis) => axis.lowest)) : 0;
  const end = t(updates === 1 ? "chart.one-update" : "chart.updates", { updates });
  const more = { lowest, unit: isAccuracy ? " %" : "", top: HEAD };
  const { toX, toY, left, right, top, bottom } = drawAxes(fit, updates, highest, end, more);

  context.save();
  context.scale(1 / FINE, 1 / FINE);
  const fineX = (/** @type {number} */ update) => Math.round(FINE * toX(update));
  const fineY = (/** @type {number} */ value) => Math.round(FINE * toY(value));
  if (!isAccuracy) drawUpdates(context, update_losses.data, fineX, fineY);

  const line = (/** @type {ExactTensor} */ { shape, data }, /** @type {number} */ column) => {
    context.beginPath();
    for (let i = 0; i < data.length; i += shape[1] ?? 1) {
      const value = data[i + column] ?? 0;
      if (!Number.isNaN(value)) context.lineTo(fineX(data[i] ?? 0), fineY(value));
    }
    context.stroke();
  };
  context.lineWidth = 2 * FINE;
  context.lineJoin = "round";
  for (const one of kept) {
    const { color, dash } = /** @type {(typeof CURVE_STYLES)[number]} */ (CURVE_STYLES[one.style]);
    context.strokeStyle = color;
    context.setLineDash(dash.map((length) => FINE * length));
    line(one.epoch_scores, columns.training);
  }
  context.setLineDash([]);
  context.strokeStyle = themeColor("train");
  line(epoch_scores, columns.training);
  context.strokeStyle = themeColor("val");
  context.setLineDash([5 * FINE, 4 * FINE]);
  line(epoch_scores, columns.validation);
  context.restore();
  if (best_epoch > 0) {
    const free = isAccuracy ? bottom - 16 : top + 3; // where curves seldom are
    drawBest(context, toX(best_update), free, { left, right, top, bottom });
  }
  if (readAt !== undefined) {
    context.lineWidth = 1;
    context.strokeStyle = themeColor("ink-soft");
    context.strokeRect(toX(readAt), top, 0, bottom - top);
  }
  return (x) => ((x - left) / (right - left)) * updates;
}

/**
 * The lowest and highest loss of updates, as upright strokes. There are hundreds at every frame:
 * plain loops, for views of each row would cost the frame.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Float64Array} data  Of `update_losses`.
 * @param {(update: number) => number} fineX
 * @param {(loss: number) => number} fineY
 */
function drawUpdates(context, data, fineX, fineY) {
  context.lineWidth = FINE;
  context.strokeStyle = themeColor("each");
  context.beginPath();
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
}

/**
 * A line at the best epoch, with a star and its name on the side that has room.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y  Of the name.
 * @param {Record<"left" | "right" | "top" | "bottom", number>} box  Of the axes.
 */
function drawBest(context, x, y, { left, right, top, bottom }) {
  context.strokeStyle = themeColor("val");
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, bottom);
  context.stroke();
  context.setLineDash([]);
  const words = `★ ${t("chart.best")}`;
  const isLeft = x > (left + right) / 2;
  context.textAlign = isLeft ? "right" : "left";
  context.textBaseline = "top";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = themeColor("label");
  context.strokeText(words, x + (isLeft ? -4 : 4), y);
  context.fillStyle = themeColor("val");
  context.fillText(words, x + (isLeft ? -4 : 4), y);
}
