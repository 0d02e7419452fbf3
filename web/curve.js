// @ts-check
import { fitted, rows } from "./canvas.js";
import { themeColor } from "./color.js";

/** @import { Frame } from "./protocol.js" */

const MARGIN = { left: 38, right: 8, top: 8, bottom: 20 };

/**
 * Paint the losses: every update's behind, the epochs' two lines in front, axes from zero.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 */
export function paintCurve(canvas, { epoch_losses, update_losses, loss_axis }) {
  const { context, width, height } = fitted(canvas);
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const toX = (/** @type {number} */ update) =>
    MARGIN.left + (update / Math.max(1, loss_axis.updates)) * (right - MARGIN.left);
  const toY = (/** @type {number} */ loss) =>
    bottom - (loss / loss_axis.loss) * (bottom - MARGIN.top);
  const role = (/** @type {string} */ name) => themeColor(canvas, name);

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = role("ink-soft");
  context.strokeStyle = role("line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const part of [0, 0.5, 1]) {
    const y = Math.round(toY(part * loss_axis.loss)) + 0.5;
    context.beginPath();
    context.moveTo(MARGIN.left, y);
    context.lineTo(right, y);
    context.stroke();
    context.fillText(short(part * loss_axis.loss), MARGIN.left - 5, y);
  }
  context.textBaseline = "bottom";
  context.fillText(`${loss_axis.updates} updates`, right, height - 2);
  context.textAlign = "left";
  context.fillText("0", MARGIN.left, height - 2);

  context.strokeStyle = role("each");
  context.beginPath();
  for (const [update = 0, low = 0, high = 0] of rows(update_losses)) {
    context.moveTo(toX(update), toY(high) - 0.75);
    context.lineTo(toX(update), toY(low) + 0.75);
  }
  context.stroke();

  const line = (/** @type {1 | 2} */ column) => {
    context.beginPath();
    for (const row of rows(epoch_losses)) {
      context.lineTo(toX(row[0] ?? 0), toY(row[column] ?? 0));
    }
    context.stroke();
  };
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.strokeStyle = role("train");
  line(1);
  context.strokeStyle = role("val");
  context.setLineDash([5, 4]);
  line(2);
  context.setLineDash([]);
}

/** @param {number} value */
function short(value) {
  return value >= 1e4 || (value > 0 && value < 1e-3)
    ? value.toExponential(0)
    : String(Number(value.toPrecision(3)));
}
