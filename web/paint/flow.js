// @ts-check
// What flows along the network's lines in a stage: outputs forward, gradients backward.

import { fitted } from "./canvas.js";
import { addLine, layersOf } from "./network-layout.js";
import { themeColor } from "./theme.js";

/** @import { Box } from "./network-layout.js" */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const DURATION = 1200; // milliseconds
const DASH = [5, 13]; // CSS pixels
const WAY = 60; // CSS pixels that the dashes go
const MOST = 400; // lines of a layer that are drawn

/**
 * Dashes run along the lines once, layer by layer.
 *
 * @param {HTMLCanvasElement} canvas  Over the network's.
 */
export function makeFlow(canvas) {
  let last = 0; // of the flows that began

  /** @param {Box[][]} boxes @param {"forward" | "backward"} stage */
  return function flow(boxes, stage) {
    if (CALM.matches) return;
    const number = ++last;
    const began = performance.now();
    const paths = layersOf(boxes).map(({ below, above }) => pathOf(below, above));
    if (stage === "backward") paths.reverse();
    canvas.dataset.flow = stage;

    function paint() {
      if (number !== last) return;
      const part = (performance.now() - began) / DURATION;
      const { context } = fitted(canvas);
      if (part >= 1) {
        delete canvas.dataset.flow;
        return;
      }
      context.strokeStyle = themeColor("train");
      context.lineWidth = 2;
      context.setLineDash(DASH);
      context.lineDashOffset = (stage === "forward" ? -1 : 1) * part * WAY * paths.length;
      paths.forEach((path, i) => {
        // a wave: each layer's lines come and go, the next one's a little later
        context.globalAlpha = Math.max(0, 1 - Math.abs(part * (paths.length + 1) - i - 1));
        context.stroke(path);
      });
      for (const { x, y, size } of boxes.flat()) context.clearRect(x, y, size, size);
      requestAnimationFrame(paint);
    }
    paint();
  };
}

/** @param {Box[]} below @param {Box[]} above */
function pathOf(below, above) {
  const path = new Path2D();
  const lines = below
    .flatMap((from) => above.map((to) => ({ from, to })))
    .filter(({ from, to }) => from.size && to.size);
  const nth = Math.ceil(lines.length / MOST);
  lines.forEach(({ from, to }, i) => {
    if (i % nth === 0) addLine(path, from, to);
  });
  return path;
}
