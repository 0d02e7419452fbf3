// @ts-check
import { eachRow, fitted } from "./canvas.js";
import { ARM_STYLES } from "./color.js";
import { themeColor } from "./theme.js";
import { translated } from "./translate.js";

/** @import { Frame, Tensor } from "./protocol.js" */
/** @typedef {Pick<Frame, "loss_axis" | "epoch_losses"> & { style: number }} Kept  An earlier run's curve. */

const MARGIN = { left: 38, right: 8, top: 16, bottom: 18 };

/**
 * Paint the losses: every update's behind, the epochs' two lines in front, axes from zero;
 * the training loss of earlier runs; and a line at the update that is read.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {Kept[]} kept
 * @param {number | undefined} readAt
 * @returns {(x: number) => number}  The update at a place of the canvas.
 */
export function paintCurve(canvas, { epoch_losses, update_losses, loss_axis }, kept, readAt) {
  const { context, width, height } = fitted(canvas);
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const axes = [loss_axis, ...kept.map((one) => one.loss_axis)];
  const updates = Math.max(1, ...axes.map((axis) => axis.updates));
  const highest = Math.max(...axes.map((axis) => axis.loss));
  const toX = (/** @type {number} */ update) =>
    MARGIN.left + (update / updates) * (right - MARGIN.left);
  const toY = (/** @type {number} */ loss) => bottom - (loss / highest) * (bottom - MARGIN.top);

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = themeColor("ink-soft");
  context.strokeStyle = themeColor("line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const part of [0, 0.5, 1]) {
    const y = Math.round(toY(part * highest)) + 0.5;
    context.beginPath();
    context.moveTo(MARGIN.left, y);
    context.lineTo(right, y);
    context.stroke();
    context.fillText(translated(short(part * highest)), MARGIN.left - 5, y);
  }
  context.textBaseline = "bottom";
  context.fillText(translated(`${updates} updates`), right, height - 2);
  context.textAlign = "left";
  context.fillText("0", MARGIN.left, height - 2);

  context.strokeStyle = themeColor("each");
  context.beginPath();
  eachRow(update_losses, (update, low, high) => {
    context.moveTo(toX(update), toY(high) - 0.75);
    context.lineTo(toX(update), toY(low) + 0.75);
  });
  context.stroke();

  const line = (/** @type {Tensor} */ losses, /** @type {1 | 2} */ column) => {
    context.beginPath();
    eachRow(losses, (update, train, val) => {
      context.lineTo(toX(update), toY(column === 1 ? train : val));
    });
    context.stroke();
  };
  context.lineWidth = 2;
  context.lineJoin = "round";
  for (const one of kept) {
    const { color, dash } = /** @type {(typeof ARM_STYLES)[number]} */ (ARM_STYLES[one.style]);
    context.strokeStyle = color;
    context.setLineDash(dash);
    line(one.epoch_losses, 1);
  }
  context.setLineDash([]);
  context.strokeStyle = themeColor("train");
  line(epoch_losses, 1);
  context.strokeStyle = themeColor("val");
  context.setLineDash([5, 4]);
  line(epoch_losses, 2);
  context.setLineDash([]);
  if (readAt !== undefined) {
    context.lineWidth = 1;
    context.strokeStyle = themeColor("ink-soft");
    context.strokeRect(toX(readAt), MARGIN.top, 0, bottom - MARGIN.top);
  }
  return (x) => ((x - MARGIN.left) / (right - MARGIN.left)) * updates;
}

/** @param {number} value */
function short(value) {
  return value >= 1e4 || (value > 0 && value < 1e-3)
    ? value.toExponential(0)
    : String(Number(value.toPrecision(3)));
}
