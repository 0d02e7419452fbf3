// @ts-check
// Samples of curves, for legends.

import { CURVE_STYLES } from "./color.js";

/** A piece of a curve, as a legend shows it. @param {number} style  Of CURVE_STYLES. */
export function curveKey(style) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 8");
  svg.ariaHidden = "true";
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const { color, dash } = /** @type {(typeof CURVE_STYLES)[number]} */ (CURVE_STYLES[style]);
  line.setAttribute("d", "M0 4h24");
  line.setAttribute("stroke", color);
  line.setAttribute("stroke-width", "3");
  line.setAttribute("stroke-dasharray", dash.join(" "));
  svg.append(line);
  return svg;
}
