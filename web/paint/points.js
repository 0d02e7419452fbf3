// @ts-check
// Paints the examples: the class in shape and color, held back or not in what is filled.

import { t } from "../lib/translate.js";
import { rows } from "./canvas.js";
import { lookOf, traceShape } from "./classes.js";
import { pictureOf } from "./plane.js";
import { drawTicks } from "./plane-ticks.js";

/** @import { Frame, Tensor } from "../protocol.js" */
/** @import { Look } from "./classes.js" */
/** @typedef {`class-${number}` | "training" | "validation" | "batch"} Kind  As the legend has them. */
/** @typedef {{ training: boolean, validation: boolean, emphasis: Kind | undefined }} Shown  Which examples are shown, and which kind stands out. */

const RADIUS = 5; // CSS pixels
export const FAINT = 0.15; // opacity beside a kind that stands out

/** An example's radius on a picture `size` CSS pixels wide: `count` of them shall not cover it. @param {number} size @param {number} count */
export function radiusOf(size, count) {
  return Math.max(2, RADIUS * Math.min(1, 0.3 + size / 720, 20 / Math.sqrt(count)));
}

/** Whether an example is shown. @param {Shown} shown @param {number | undefined} heldBack */
export function isShown({ training, validation }, heldBack) {
  return heldBack === 1 ? validation : training;
}

/** @type {{ canvas: HTMLCanvasElement, width: number, data: Float32Array, key: string, batch: Tensor | undefined } | undefined} */
let layer;

/**
 * Numbers along the edges and all examples, on a canvas `width` pixels wide for a place of `size` CSS pixels; drawn anew
 * only where they changed, for they are many and stand still while the network trains.
 *
 * @param {number} width
 * @param {number} size
 * @param {Pick<Frame, "points" | "batch" | "plane" | "classes" | "axes">} frame
 * @param {Shown} shown
 */
export function pointsLayer(width, size, { points, batch, plane, classes, axes }, shown) {
  const key = [...Object.values(shown), t("legend.scale"), classes, JSON.stringify(axes)].join();
  const members = shown.emphasis === "batch" ? batch : undefined;
  const last = layer;
  const isSame = last?.width === width && last.data === points.data && last.key === key;
  if (isSame && last.batch === members) return last.canvas;

  const made = document.createElement("canvas");
  made.width = made.height = width;
  const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  context.scale(width / size, width / size);
  const { toX, toY } = pictureOf(plane, size);
  drawTicks({ context, toX, toY }, plane, size, axes);
  const radius = radiusOf(size, points.shape[0] ?? 1);
  const inBatch = new Set(members?.data);
  const stands = [...rows(points)].map(([, , label, heldBack], place) =>
    standsOut(shown.emphasis, label, heldBack, inBatch.has(place)),
  );
  for (const isFront of [false, true]) {
    context.globalAlpha = isFront ? 1 : FAINT;
    let place = 0;
    for (const [x1 = 0, x2 = 0, label = 0, heldBack] of rows(points)) {
      if (stands[place++] === isFront && isShown(shown, heldBack))
        drawPoint(context, toX(x1), toY(x2), radius, lookOf(label, classes), heldBack === 1);
    }
  }
  layer = { canvas: made, width, data: points.data, key, batch: members };
  return made;
}

/** @param {Kind | undefined} emphasis @param {number | undefined} label @param {number | undefined} heldBack @param {boolean} isInBatch */
function standsOut(emphasis, label, heldBack, isInBatch) {
  if (emphasis?.startsWith("class-")) return emphasis === `class-${label}`;
  if (emphasis === "training") return heldBack !== 1;
  if (emphasis === "validation") return heldBack === 1;
  return emphasis === undefined || isInBatch;
}

/**
 * An example: to train on, its color in a white rim; held back, white in a rim of its color. A
 * dark line around both tells them from any ground.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {Look} look
 * @param {boolean} isHollow
 */
export function drawPoint(context, x, y, radius, look, isHollow) {
  const fill = (/** @type {number} */ r, /** @type {string} */ style) => {
    traceShape(context, look, x, y, r);
    context.fillStyle = style;
    context.fill();
  };
  const { color } = look;
  fill(radius + 0.5, "#222");
  fill(radius - 0.3, isHollow ? color : "#fff");
  fill(isHollow ? 0.6 * radius : radius - 1.3, isHollow ? "#fff" : color);
}
