// @ts-check
// Paints an experiment: a plane for each run, and their curves.

import { number, t } from "../lib/translate.js";
import { drawAxes } from "./axes.js";
import { drawPlane, fitted, rows } from "./canvas.js";
import { lookOf, traceShape } from "./classes.js";
import { CURVE_STYLES } from "./color.js";
import { pictureOf } from "./plane.js";

/** @import { TrialFrame } from "../protocol.js" */

/**
 * Paint one run's picture of the plane, with the examples that it trains on.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {TrialFrame} trial
 * @param {number} arm
 */
export function paintArm(canvas, { grids, points, plane, classes }, arm) {
  const { context, width: size } = fitted(canvas);
  const [, ...shape] = grids.shape;
  const length = shape.reduce((product, each) => product * each, 1);
  const data = grids.data.subarray(arm * length, (arm + 1) * length);
  drawPlane(context, { shape, data }, size);
  const { toX, toY } = pictureOf(plane, size);
  context.strokeStyle = "#fff";
  context.lineWidth = 0.75;
  for (const [x1 = 0, x2 = 0, label = 0, heldBack] of rows(points)) {
    if (heldBack === 1) continue;
    const look = lookOf(label, classes);
    traceShape(context, look, toX(x1), toY(x2), 2);
    context.fillStyle = look.color;
    context.fill();
    context.stroke();
  }
}

/**
 * Paint one chart: a curve for every arm, in its own color and dashes; in the end its median,
 * and a band of the middle half of its runs.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {TrialFrame} trial
 * @param {number} which  Of the plots.
 */
export function paintPlot(canvas, { plots, curves, bands }, which) {
  const plot = plots[which];
  if (!plot) return;
  const { longest, highest } = plot;
  const words = { x: t(`plots.${plot.x}`), y: t(`plots.${plot.y}`) };
  canvas.role = "img";
  canvas.ariaLabel = t("experiment.plot", words);
  const fit = fitted(canvas);
  const { context } = fit;
  const end = `${number(Number(longest.toPrecision(3)))} ${words.x}`;
  const { toX, toY, left } = drawAxes(fit, longest, highest, end);
  context.textBaseline = "top";
  context.fillText(words.y, left, 1);

  CURVE_STYLES.forEach(({ color, dash }, arm) => {
    const band = [...rows(bands)].filter(([of, owner]) => of === which && owner === arm);
    if (!band[0]) return;
    context.fillStyle = color;
    context.globalAlpha = 0.18;
    context.beginPath();
    for (const [, , x = 0, low = 0] of band) context.lineTo(toX(x), toY(low));
    for (const [, , x = 0, , , high = 0] of band.reverse()) context.lineTo(toX(x), toY(high));
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.beginPath();
    for (const [, , x = 0, , median = 0] of band) context.lineTo(toX(x), toY(median));
    context.stroke();
  });
  context.lineWidth = plot.y === "each" ? 1 : 2;
  CURVE_STYLES.forEach(({ color, dash }, arm) => {
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
