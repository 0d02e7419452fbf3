// @ts-check
// The loss chart: its reading, and the curves of earlier runs that the reader keeps.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { number, optionLabel, settingLabel, t } from "../lib/translate.js";
import { rows } from "../paint/canvas.js";
import { curveKey } from "../paint/legend.js";
import { paintCurve } from "../paint/loss-curve.js";

/** @import { Setting } from "../lib/setting.js" */
/** @import { Frame } from "../protocol.js" */
/** @import { Kept } from "../paint/loss-curve.js" */
/** @typedef {Omit<Kept, "epoch_scores"> & { settings: Record<string, string>, losses: (number | null)[], shape: number[] }} KeptCurve  As JSON holds it. */

const MOST = 4;
const FAR = 10; // rows that Page Up and Page Down go

/**
 * The loss chart: read at any epoch by pointer, finger or keyboard, beside the curves of
 * earlier runs that the reader kept.
 *
 * @param {() => Frame | undefined} newest
 * @param {Setting[]} schema
 * @param {() => void} repaint
 */
export function makeChart(newest, schema, repaint) {
  const chart = find("[data-chart]");
  const canvas = /** @type {HTMLCanvasElement} */ (find("[data-view=loss]"));
  const list = find("[data-kept]");
  const keep = /** @type {HTMLButtonElement} */ (find("[data-action=keep-curve]"));
  /** @type {(Kept & { settings: Record<string, string> })[]} */
  let kept = [];
  let shownSettings = "";
  /** The row of the epochs' losses that is read, if any. @type {number | undefined} */
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
    if (!frame) return;
    const off = [...rows(frame.epoch_scores)].map(([at = 0]) => Math.abs(at - toUpdate(offsetX)));
    read(off.indexOf(Math.min(...off)));
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

  keep.addEventListener("click", () => {
    const frame = newest();
    if (!frame) return;
    const { settings, edited, loss_axis, epoch_scores } = frame;
    const free = [0, 1, 2, 3].find((style) => kept.every((one) => one.style !== style)) ?? 0;
    const code = edited.join(", ");
    const losses = { ...epoch_scores, data: epoch_scores.data.slice() }; // the frame's go back
    kept.push({ settings: { ...settings, code }, loss_axis, epoch_scores: losses, style: free });
    shownSettings = "";
    repaint();
  });

  /** Run i's values of the settings in which the runs differ. @param {number} i */
  function difference(i, /** @type {Record<string, string>[]} */ all) {
    const words = schema
      .filter(({ group }) => group !== "page" && group !== "view")
      .map(({ name, rule }) => ({
        name: /** @type {string} */ (name),
        words: (/** @type {string} */ value) =>
          `${settingLabel(name)} ${inWords(name, rule.kind, value)}`,
      }))
      .concat({
        name: "code",
        words: (files) => (files ? t("chart.edited", { files }) : t("chart.packaged")),
      })
      .filter(({ name }) => new Set(all.map((each) => each[name])).size > 1)
      .map(({ name, words }) => words(all[i]?.[name] ?? ""));
    return words.join(", ") || t("chart.same");
  }

  /** @param {Frame} frame */
  function showKept({ settings, edited }) {
    keep.disabled = kept.length === MOST;
    const now = { ...settings, code: edited.join(", ") };
    const told_now = JSON.stringify([now, document.documentElement.lang]);
    if (told_now === shownSettings) return;
    shownSettings = told_now;
    const all = [...kept.map((one) => one.settings), now];
    list.replaceChildren(
      ...kept.map((one, i) => {
        const item = document.createElement("li");
        item.append(curveKey(one.style), difference(i, all));
        const drop = Object.assign(document.createElement("button"), { type: "button" });
        drop.textContent = "×";
        drop.ariaLabel = t("chart.drop", { difference: difference(i, all) });
        drop.addEventListener("click", () => {
          kept = kept.filter((other) => other !== one);
          shownSettings = "";
          keep.disabled = false;
          keep.focus();
          repaint();
        });
        item.append(drop);
        return item;
      }),
    );
  }

  /** The row that is read, or else the last. @param {Frame} frame */
  function readRow({ epoch_scores: { shape, data } }) {
    const [count = 1, width = 1] = shape;
    const place = Math.min(row ?? count - 1, count - 1);
    return { place, last: count - 1, losses: data.subarray(place * width, (place + 1) * width) };
  }

  /** @param {ReturnType<typeof readRow>} of */
  function showReading({ place, last, losses }) {
    const [update = 0, train = 0, val = 0, epoch = 0] = losses;
    const code = Number.isNaN(val) ? "chart.reading" : "chart.reading-validation";
    const told = message(code, { epoch, update, training: train, validation: val });
    if (chart.ariaValueMax !== String(last)) chart.ariaValueMax = String(last);
    if (chart.ariaValueNow !== String(place)) chart.ariaValueNow = String(place);
    showMessage(chart, told, "aria-valuetext");
    showMessage(find("[data-reading]"), row === undefined ? [] : told);
  }

  return {
    /** @param {Frame} frame */
    paint(frame) {
      const read = readRow(frame);
      toUpdate = paintCurve(canvas, frame, kept, row === undefined ? undefined : read.losses[0]);
      showKept(frame);
      showReading(read);
    },

    /** The curves that the reader kept. @returns {KeptCurve[]} */
    curves: () =>
      kept.map(({ epoch_scores: { shape, data }, ...rest }) => ({
        ...rest,
        shape,
        losses: [...data].map((loss) => (Number.isFinite(loss) ? loss : null)),
      })),

    /** Bring back such curves. @param {KeptCurve[]} curves */
    bring(curves) {
      kept = curves.slice(0, MOST).map(({ losses, shape, ...rest }) => ({
        ...rest,
        epoch_scores: { shape, data: Float64Array.from(losses, (loss) => loss ?? Number.NaN) },
      }));
      shownSettings = "";
      repaint();
    },
  };
}

/** A setting's value for the reader. @param {string} name @param {string} kind @param {string} value */
function inWords(name, kind, value) {
  if (kind === "choice") return optionLabel(name, value);
  return kind === "number" ? number(value) : value;
}
