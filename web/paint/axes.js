// @ts-check
// The axes that charts share.

import { number } from "../lib/translate.js";
import { themeColor } from "./theme.js";

const MARGIN = { left: 44, right: 8, top: 18, bottom: 20 }; // CSS pixels
const MOST = 5; // lines of a log scale

/**
 * Draw the axes of a chart: lines with their values, and where x ends. x begins at zero, and so
 * does y, unless it has a `lowest` value: then it is a log scale.
 *
 * @param {{ context: CanvasRenderingContext2D, width: number, height: number }} canvas  In CSS pixels.
 * @param {number} longest  The end of x.
 * @param {number} highest  The end of y; what is above lies on its upper end.
 * @param {string} end  What stands below the end of x.
 * @param {{ lowest?: number, unit?: string, top?: number }} [more]  What stands behind values of y,
 *   and the room above the axes in CSS pixels.
 */
export function drawAxes({ context, width, height }, longest, highest, end, more = {}) {
  const { lowest = 0, unit = "", top = MARGIN.top } = more;
  const { left } = MARGIN;
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const toX = (/** @type {number} */ x) => left + (longest && x / longest) * (right - left);
  const part = lowest
    ? (/** @type {number} */ y) =>
        Math.log(Math.max(y, lowest) / lowest) / Math.log(highest / lowest)
    : (/** @type {number} */ y) => highest && y / highest;
  const toY = (/** @type {number} */ y) => bottom - Math.min(1, part(y)) * (bottom - top);

  context.font = "11px system-ui, sans-serif";
  context.fillStyle = themeColor("ink-soft");
  context.strokeStyle = themeColor("line");
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const y of lowest ? powersOfTen(lowest, highest) : [0, highest / 2, highest]) {
    const place = Math.round(toY(y)) + 0.5;
    context.beginPath();
    context.moveTo(left, place);
    context.lineTo(right, place);
    context.stroke();
    context.fillText(number(short(y)) + unit, left - 5, place);
  }
  context.textBaseline = "bottom";
  context.fillText(end, right, height - 2);
  context.textAlign = "left";
  context.fillText("0", left, height - 2);
  return { toX, toY, left, right, top, bottom };
}

/** The powers of ten between two, and the upper end. @param {number} lowest @param {number} highest */
function powersOfTen(lowest, highest) {
  const decades = Math.floor(Math.log10(highest / lowest) + 1e-9);
  const stride = Math.ceil(decades / MOST);
  const powers = [];
  for (let k = 0; k <= decades; k += stride) powers.push(lowest * 10 ** k);
  const isApart = highest / (powers.at(-1) ?? 1) > 2 * stride;
  return isApart ? [...powers, highest] : powers;
}

/** @param {number} value */
function short(value) {
  return value >= 1e4 || (value > 0 && value < 1e-3)
    ? Number(value.toPrecision(2)).toExponential()
    : String(Number(value.toPrecision(3)));
}
