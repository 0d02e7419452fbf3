// @ts-check
// The readout on the picture: what the network says at a place, and the example that is there.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { dataName, fewDigits } from "../lib/translate.js";
import { rows } from "../paint/canvas.js";
import { largest } from "../paint/classes.js";
import { pictureOf } from "../paint/plane.js";
import { isShown } from "../paint/points.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Shown } from "../paint/points.js" */

const NEAR = 8; // CSS pixels between a pointer and an example that it points at

/**
 * Read the plane where a pointer or a finger is, or at the example that the arrow keys chose;
 * what these find is spoken, too.
 *
 * @param {() => Frame | undefined} newest
 * @param {() => void} repaint
 */
export function makePlaneReadout(newest, repaint) {
  const picture = find("[data-boundary]");
  const box = find("[data-probe]");
  const mark = find("[data-probe-mark]");
  /** Where a pointer is on the plane, and how far it reaches. @type {{ x1: number, x2: number, reach: number } | undefined} */
  let pointed;
  let isByKey = false; // the chosen example is read
  /** @type {Inspection | undefined} */
  let shownBefore; // the inspection before the key
  /** @type {Inspection | undefined} */
  let newestInspection;

  /** @param {PointerEvent} event */
  function pointAt({ offsetX, offsetY }) {
    const plane = newest()?.plane;
    if (!plane) return;
    const size = picture.clientWidth;
    const place = pictureOf(plane, size).pointAt(offsetX, offsetY);
    pointed = { ...place, reach: (NEAR / size) * 2 * plane };
    isByKey = false;
    repaint();
  }
  function forget() {
    pointed = undefined;
    isByKey = false;
    repaint();
  }
  picture.addEventListener("pointermove", pointAt);
  picture.addEventListener("pointerdown", pointAt);
  picture.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") forget();
  });
  picture.addEventListener("blur", forget);
  picture.addEventListener("keydown", ({ key }) => {
    if (!key.startsWith("Arrow")) return;
    pointed = undefined;
    isByKey = true;
    shownBefore = newestInspection;
  });

  /** What is read: its place, and the example there, if any. @param {Frame} frame @param {Shown} shown */
  function target({ points }, shown) {
    const chosen = newestInspection?.point;
    if (isByKey && chosen !== undefined && newestInspection !== shownBefore) {
      const [x1 = 0, x2 = 0] = points.data.subarray(4 * chosen);
      return { x1, x2, example: chosen };
    }
    if (!pointed) return undefined;
    let [example, off] = [-1, pointed.reach];
    let index = 0;
    for (const [x1 = 0, x2 = 0, , heldBack] of rows(points)) {
      const distance = Math.hypot(x1 - pointed.x1, x2 - pointed.x2);
      if (distance < off && isShown(shown, heldBack)) [example, off] = [index, distance];
      index++;
    }
    if (example < 0) return { ...pointed, example: undefined };
    const [x1 = 0, x2 = 0] = points.data.subarray(4 * example);
    return { x1, x2, example };
  }

  /**
   * @param {Frame} frame
   * @param {Inspection | undefined} inspection
   * @param {Shown} shown
   */
  return function showReadout(frame, inspection, shown) {
    const isNew = inspection !== newestInspection;
    newestInspection = inspection;
    const read = picture.hasAttribute("data-drawing") ? undefined : target(frame, shown);
    box.hidden = !read;
    mark.hidden = read?.example === undefined;
    if (!read) return;
    const words = inWords(frame, read);
    showMessage(box, words);
    if (isByKey && isNew) showMessage(find("[data-live]"), words);
    const { toX, toY } = pictureOf(frame.plane, 100);
    const [x, y] = [toX(read.x1), toY(read.x2)];
    for (const { style } of [box, mark]) Object.assign(style, { left: `${x}%`, top: `${y}%` });
    box.dataset.side = x > 50 ? "left" : "right";
    box.dataset.end = y > 50 ? "above" : "below";
  };
}

/**
 * @param {Frame} frame
 * @param {{ x1: number, x2: number, example: number | undefined }} read
 * @returns {Message[]}
 */
function inWords({ grid, points, plane, classes, scale, axes }, { x1, x2, example }) {
  const [count = 1, side = 1] = grid.shape;
  const { toX, toY } = pictureOf(plane, side);
  const [column = 0, row = 0] = [toX(x1), toY(x2)].map((at) =>
    Math.min(side - 1, Math.max(0, Math.floor(at))),
  );
  const cell = row * side + column;
  const [low = 0, high = 1] = scale;
  const valueAt = (/** @type {number} */ level) => low + level * (high - low);
  const said = count > 1 ? largest(grid.data, cell, side ** 2, count) : 1;
  const level = grid.data[cell + (count > 1 ? said * side ** 2 : 0)] ?? 0;
  const named = (/** @type {number} */ each) =>
    axes.classes[each] === undefined
      ? message("legend.class", { number: each })
      : dataName(axes.classes[each]);
  const says = classes
    ? message("plane.says-class", { label: named(said), probability: level })
    : message("plane.says-value", { value: fewDigits(valueAt(level)) });
  const place = hasUnits(axes)
    ? [axes.x1, axes.x2].map((axis, i) => {
        const value = axis.low + ((i ? x2 : x1) + 1) * ((axis.high - axis.low) / 2);
        return message("plane.coordinate", { name: dataName(axis.name), value: fewDigits(value) });
      })
    : [];
  if (example === undefined) return [...place, says];
  const [, , label = 0, heldBack] = points.data.subarray(4 * example);
  const which = heldBack === 1 ? "plane.validation" : "plane.training";
  const point = message(which, { number: example });
  const told = classes
    ? message("plane.point-of-class", { point, label: named(label), says })
    : message("plane.point-of-value", { point, value: fewDigits(valueAt(label)), says });
  return [...place, told];
}

/** Whether coordinates are measured in something. @param {Frame["axes"]} axes */
function hasUnits({ x1, x2 }) {
  return [x1, x2].some(({ low, high }) => low !== -1 || high !== 1);
}
