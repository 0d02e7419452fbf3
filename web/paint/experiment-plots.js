// @ts-check

import { number, t } from "../lib/translate.js";
import { drawPictures, fitted, rows } from "./canvas.js";
import { ARM_STYLES, CLASS_0, CLASS_1 } from "./color.js";
import { themeColor } from "./theme.js";

/** @import { Trial } from "../protocol.js" */

const MARGIN = { left: 38, right: 8, top: 18, bottom: 20 };

/**
 * Paint one run's picture of the plane, with the examples that it trains on.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Trial} trial
 * @param {number} arm
 */
export function paintArm(canvas, { grids, points, plane }, arm) {
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
}

/**
 * Paint one chart: a curve for every run, each in its own color and dashes.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Trial} trial
 * @param {number} which  Of the plots.
 */
export function paintPlot(canvas, { plots, curves }, which) {
  const plot = plots[which];
  if (!plot) return;
  const { longest, highest } = plot;
  const words = { x: t(`plots.${plot.x}`), y: t(`plots.${plot.y}`) };
  canvas.role = "img";
  canvas.ariaLabel = t("experiment.plot", words);
  const { context, width, height } = fitted(canvas);
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const toX = (/** @type {number} */ x) =>
    MARGIN.left + (longest && x / longest) * (right - MARGIN.left);
  const toY = (/** @type {number} */ y) =>
    Math.max(MARGIN.top, bottom - (highest && y / highest) * (bottom - MARGIN.top));

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = themeColor("ink-soft");
  context.strokeStyle = themeColor("line");
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const y of [0, highest / 2, highest]) {
    const place = Math.round(toY(y)) + 0.5;
    context.beginPath();
    context.moveTo(MARGIN.left, place);
    context.lineTo(right, place);
    context.stroke();
    context.fillText(number(y.toPrecision(2)), MARGIN.left - 5, place);
  }
  context.textBaseline = "bottom";
  context.fillText(`${number(Number(longest.toPrecision(3)))} ${words.x}`, right, height - 2);
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(words.y, MARGIN.left, 1);

  context.lineWidth = plot.y === "loss" ? 2 : 1;
  ARM_STYLES.forEach(({ color, dash }, arm) => {
    context.strokeStyle = color;
    context.setLineDash(plot.y === "each" ? [] : dash);
    context.beginPath();
    for (const [of, owner, x = 0, y = 0] of rows(curves)) {
      if (of === which && owner === arm) context.lineTo(toX(x), toY(y));
    }
    context.stroke();
  });
  context.setLineDash([]);
}
