// @ts-check
// Marks on the network: units that are dead or left out, and parameters that are frozen.

import { layersOf } from "./network-layout.js";
import { themeColor } from "./theme.js";

/** @import { Box } from "./network-layout.js" */

const FLAKE = 5; // CSS pixels from the middle of a flake to its points
const MOST_FLAKES = 12; // of a layer; more are in the way

/** Cross out a dead unit. @param {CanvasRenderingContext2D} context @param {Box} box */
export function drawDead(context, { x, y, size }) {
  context.lineWidth = 1.5;
  context.strokeStyle = "#444"; // its picture is pale, light or dark
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y);
  context.lineTo(x, y + size);
  context.stroke();
}

/**
 * A blind over a unit's picture: as far down as the part of the batch that does without it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {number} part  From 0 to 1.
 */
export function drawLeftOut(context, { x, y, size }, part) {
  context.fillStyle = themeColor("ink-soft");
  context.fillRect(x, y, size, Math.round(part * size));
}

/**
 * A flake on each frozen weight and bias; one for all, where that is the whole layer.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} frozen  1 for each parameter that is; empty without any.
 * @param {Box[][]} boxes
 */
export function drawFrozen(context, frozen, boxes) {
  if (!frozen.length) return;
  for (const { start, bias, below, above } of layersOf(boxes)) {
    const [left, right] = [below[0], above[0]];
    if (!left || !right) continue;
    const middle = (left.x + left.size + right.x) / 2;
    if (frozen.subarray(start, bias + above.length).every(Boolean)) {
      drawFlake(context, middle, 2 + 2 * FLAKE, 2 * FLAKE);
      continue;
    }
    let room = MOST_FLAKES;
    for (let index = start; index < bias + above.length && room; index++) {
      const to = above[(index - start) % above.length];
      const from = below[Math.floor((index - start) / above.length)];
      if (!frozen[index] || !to?.size) continue;
      room--;
      if (index >= bias) drawFlake(context, to.x, to.y + to.size, FLAKE);
      else if (from?.size) {
        const height = (from.y + from.size / 2 + to.y + to.size / 2) / 2;
        drawFlake(context, (from.x + from.size + to.x) / 2, height, FLAKE);
      }
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function drawFlake(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius + 2, 0, 2 * Math.PI);
  context.fillStyle = themeColor("label");
  context.fill();
  context.beginPath();
  for (let arm = 0; arm < 6; arm++) {
    const turn = (arm * Math.PI) / 3 + Math.PI / 6;
    context.moveTo(x, y);
    context.lineTo(x + radius * Math.cos(turn), y + radius * Math.sin(turn));
  }
  context.lineWidth = radius / 4;
  context.strokeStyle = themeColor("train");
  context.stroke();
}
