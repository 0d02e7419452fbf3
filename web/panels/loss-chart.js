// @ts-check
// The chart of losses or accuracies, and its reading.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { boxOf } from "../paint/canvas.js";
import { COLUMNS, paintCurve } from "../paint/loss-curve.js";
import { displayed } from "../url/display.js";
import { makeKeptCurves } from "./kept-curves.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Setting } from "../lib/setting.js" */
/** @import { ExactTensor, Frame } from "../protocol.js" */

const FAR = 10; // rows that Page Up and Page Down go

/**
 * The chart: read at any epoch by pointer, finger or keyboard, beside the curves of earlier
 * runs that the reader kept.
 *
 * @param {() => Frame | undefined} newest
 * @param {Setting[]} schema
 * @param {() => void} repaint
 */
export function makeChart(newest, schema, repaint) {
  const chart = find("[data-chart]");
  const canvas = /** @type {HTMLCanvasElement} */ (find("[data-view=loss]"));
  const box = find("[data-reading]");
  const kept = makeKeptCurves(newest, schema, repaint);
  /** The row of the epochs' scores that is read, if any. @type {number | undefined} */
  let row;
  let toUpdate = (/** @type {number} */ _x) => 0;

  /** @param {number | undefined} chosen */
  function read(chosen) {
    row = chosen;
    repaint();
  }

  /** @param {PointerEvent} event */
  function readAt({ offsetX }) {
    const frame = newest();
    if (frame) read(nearest(frame.epoch_scores, toUpdate(offsetX / boxOf(canvas).scale)));
  }

  canvas.addEventListener("pointermove", readAt);
  canvas.addEventListener("pointerdown", readAt);
  canvas.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") read(undefined);
  });
  chart.addEventListener("blur", () => read(undefined));
  chart.addEventListener("keydown", (event) => {
    const last = (newest()?.epoch_scores.shape[0] ?? 1) - 1;
    const here = row ?? last;
    const places = {
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      PageDown: here - FAR,
      PageUp: here + FAR,
      Home: 0,
      End: last,
    };
    const place = places[/** @type {keyof typeof places} */ (event.key)];
    if (place === undefined) return;
    event.preventDefault();
    read(Math.min(Math.max(place, 0), last));
  });

  /** What every line says at an update. @param {Frame} frame @param {Float64Array} scores @param {boolean} isAccuracy */
  function lines(frame, scores, isAccuracy) {
    const columns = COLUMNS[isAccuracy ? "accuracy" : "losses"];
    const value = (/** @type {number} */ number) =>
      message(isAccuracy ? "chart.percent" : "chart.loss", { number });
    const [update = 0, validation] = [scores[0], scores[columns.validation] ?? Number.NaN];
    const told = [message("chart.training", { value: value(scores[columns.training] ?? 0) })];
    if (!Number.isNaN(validation))
      told.push(message("chart.validation", { value: value(validation) }));
    const [low, high = 0] = batchesAt(frame.update_losses.data, update);
    if (low !== undefined && !isAccuracy) {
      const code = low === high ? "chart.batch" : "chart.batches";
      told.push(message(code, { value: value(low), high: value(high) }));
    }
    const names = kept.names();
    for (const [i, { epoch_scores: of, loss_axis }] of kept.curves().entries()) {
      if (update > loss_axis.updates) continue; // it ended before
      const score = scoresAt(of, nearest(of, update))[columns.training] ?? 0;
      told.push(message("chart.kept-value", { name: names[i] ?? "", value: value(score) }));
    }
    return told;
  }

  /** @param {Frame} frame @param {number} place @param {boolean} isAccuracy */
  function showReading(frame, place, isAccuracy) {
    const scores = scoresAt(frame.epoch_scores, place);
    const last = String((frame.epoch_scores.shape[0] ?? 1) - 1);
    if (chart.ariaValueMax !== last) chart.ariaValueMax = last;
    if (chart.ariaValueNow !== String(place)) chart.ariaValueNow = String(place);
    const [update = 0, epoch = 0] = [scores[0], scores.at(-1)];
    const told = lines(frame, scores, isAccuracy);
    const at = message("chart.at", { epoch, update });
    showMessage(chart, message("chart.reading", { at, lines: told }), "aria-valuetext");
    showLines(row === undefined ? [] : [at, ...told]);
  }

  /** @param {Message[]} told */
  function showLines(told) {
    while (box.children.length > told.length) box.lastElementChild?.remove();
    while (box.children.length < told.length) box.append(document.createElement("span"));
    told.forEach((each, i) => {
      showMessage(/** @type {Element} */ (box.children[i]), each);
    });
  }

  return {
    /** @param {Frame} frame */
    paint(frame) {
      const { chart, loss_scale } = displayed();
      const isAccuracy = chart === "accuracy" && frame.classes > 0;
      const look = { isAccuracy, isLog: loss_scale === "log" };
      const last = (frame.epoch_scores.shape[0] ?? 1) - 1;
      const place = Math.min(row ?? last, last);
      const readAt = row === undefined ? undefined : scoresAt(frame.epoch_scores, place)[0];
      toUpdate = paintCurve(canvas, frame, kept.curves(), readAt, look);
      kept.show(frame);
      showReading(frame, place, look.isAccuracy);
      box.dataset.side = place > last / 2 ? "left" : "right";
    },

    /** The curves that the reader kept. */
    curves: kept.saved,

    /** Bring back such curves. */
    bring: kept.bring,
  };
}

/** The row of the epoch that is nearest to an update. @param {ExactTensor} scores @param {number} update */
function nearest({ shape: [count = 1, width = 1], data }, update) {
  const off = (/** @type {number} */ row) => Math.abs((data[row * width] ?? 0) - update);
  let best = 0;
  for (let row = 1; row < count; row++) if (off(row) < off(best)) best = row;
  return best;
}

/** The lowest and highest loss among the batches that end with an update; none at the start. @param {Float64Array} data @param {number} update */
function batchesAt(data, update) {
  for (let i = 0; update > 0 && i < data.length; i += 3) {
    if ((data[i] ?? 0) >= update) return [data[i + 1], data[i + 2]];
  }
  return [];
}

/** @param {ExactTensor} scores @param {number} row @returns {Float64Array} */
function scoresAt({ shape: [, width = 1], data }, row) {
  return data.subarray(row * width, (row + 1) * width);
}
