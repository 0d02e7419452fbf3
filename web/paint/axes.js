// @ts-check
// The axes that charts share.

import { number } from "../lib/translate.js";
import { themeColor } from "./theme.js";

const MARGIN = { left: 38, right: 8, top: 18, bottom: 20 }; // CSS pixels

/**
 * Draw the axes of a chart, both from zero: three lines with their values, and where x ends.
 *
 * @param {{ context: CanvasRenderingContext2D, width: number, height: number }} canvas  In CSS pixels.
 * @param {number} longest  The end of x.
 * @param {number} highest  The end of y; what is above lies on its upper end.
 * @param {string} end  What stands below the end of x.
 */
export function drawAxes({ context, width, height }, longest, highest, end) {
  const { left, top } = MARGIN;
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const toX = (/** @type {number} */ x) => left + (longest && x / longest) * (right - left);
  const toY = (/** @type {number} */ y) =>
    bottom - Math.min(1, highest && y / highest) * (bottom - top);

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = themeColor("ink-soft");
  context.strokeStyle = themeColor("line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const y of [0, highest / 2, highest]) {
    const place = Math.round(toY(y)) + 0.5;
    context.beginPath();
    context.moveTo(left, place);
    context.lineTo(right, place);
    context.stroke();
    context.fillText(number(short(y)), left - 5, place);
  }
  context.textBaseline = "bottom";
  context.fillText(end, right, height - 2);
  context.textAlign = "left";
  context.fillText("0", left, height - 2);
  return { toX, toY, left, right, top, bottom };
}

/** @param {number} value */
function short(value) {
  return value >= 1e4 || (value > 0 && value < 1e-3)
    ? value.toExponential(0)
    : String(Number(value.toPrecision(3)));
}
