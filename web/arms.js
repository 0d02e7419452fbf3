// @ts-check
import { drawPictures, fitted, rows } from "./canvas.js";
import { ARM_STYLES, CLASS_0, CLASS_1, themeColor } from "./color.js";

/** @import { Trial } from "./protocol.js" */

const MARGIN = { left: 38, right: 8, top: 8, bottom: 20 };

/**
 * Paint one run's picture of the plane, with the examples that it trains on.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Trial} trial
 * @param {number} arm
 */
export function paintArm(canvas, { arms, grids, points, plane }, arm) {
  const { context, width: size } = fitted(canvas);
  const [, side = 0] = grids.shape;
  const data = grids.data.subarray(arm * side ** 2, (arm + 1) * side ** 2);
  drawPictures(context, { shape: [side, side], data }, [{ x: 0, y: 0, size }]);
  const toPixel = (/** @type {number} */ v) => ((v + plane) / (2 * plane)) * size;
  context.strokeStyle = "#fff";
  context.lineWidth = 0.75;
  for (const [x1 = 0, x2 = 0, label, heldBack] of rows(points)) {
    if (heldBack === 1) continue;
    const [x, y] = [toPixel(x1), size - toPixel(x2)];
    context.fillStyle = label === 1 ? CLASS_1 : CLASS_0;
    context.beginPath();
    if (label === 1) context.arc(x, y, 2, 0, 2 * Math.PI);
    else context.rect(x - 1.8, y - 1.8, 3.6, 3.6);
    context.fill();
    context.stroke();
  }
  const { label = "", train_accuracy = 0 } = arms[arm] ?? {};
  canvas.ariaLabel = `${label}: the plane, ${train_accuracy.toFixed(0)} % correct.`;
}

/**
 * Paint every run's training loss, each in its own color and dashes.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Trial} trial
 */
export function paintCurves(canvas, { curves, longest, highest, axis }) {
  const { context, width, height } = fitted(canvas);
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const toX = (/** @type {number} */ place) =>
    MARGIN.left + (place / Math.max(1, longest)) * (right - MARGIN.left);
  const toY = (/** @type {number} */ loss) =>
    Math.max(MARGIN.top, bottom - (loss / highest) * (bottom - MARGIN.top));

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = themeColor(canvas, "ink-soft");
  context.strokeStyle = themeColor(canvas, "line");
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const loss of [0, highest / 2, highest]) {
    const y = Math.round(toY(loss)) + 0.5;
    context.beginPath();
    context.moveTo(MARGIN.left, y);
    context.lineTo(right, y);
    context.stroke();
    context.fillText(loss.toPrecision(2), MARGIN.left - 5, y);
  }
  context.textBaseline = "bottom";
  context.fillText(
    `${longest} ${axis === "updates" ? "updates" : "examples seen"}`,
    right,
    height - 2,
  );
  context.textAlign = "left";
  context.fillText("training loss", MARGIN.left, height - 2);

  context.lineWidth = 2;
  ARM_STYLES.forEach(({ color, dash }, arm) => {
    context.strokeStyle = color;
    context.setLineDash(dash);
    context.beginPath();
    for (const [owner, place = 0, loss = 0] of rows(curves)) {
      if (owner === arm) context.lineTo(toX(place), toY(loss));
    }
    context.stroke();
  });
  context.setLineDash([]);
}
