// @ts-check
// Curves of earlier runs that the reader keeps, named by the settings that differ.

import { find } from "../lib/dom.js";
import { number, optionLabel, settingLabel, t } from "../lib/translate.js";
import { curveKey } from "../paint/legend.js";

/** @import { Setting } from "../lib/setting.js" */
/** @import { Frame } from "../protocol.js" */
/** @import { Kept } from "../paint/loss-curve.js" */
/** @typedef {Omit<Kept, "epoch_scores"> & { settings: Record<string, string>, scores: (number | null)[], shape: number[] }} KeptCurve  As JSON holds it. */

const MOST = 4;
const WIDTH = 6; // columns of the scores; curves of an older version have fewer

/**
 * The list of kept curves, and the button that keeps another.
 *
 * @param {() => Frame | undefined} newest
 * @param {Setting[]} schema
 * @param {() => void} repaint
 */
export function makeKeptCurves(newest, schema, repaint) {
  const list = find("[data-kept]");
  const keep = /** @type {HTMLButtonElement} */ (find("[data-action=keep-curve]"));
  /** @type {(Kept & { settings: Record<string, string> })[]} */
  let kept = [];
  let shownSettings = "";
  /** What each is called beside the others. @type {string[]} */
  let names = [];

  keep.addEventListener("click", () => {
    const frame = newest();
    if (!frame) return;
    const { settings, edited, loss_axis, epoch_scores } = frame;
    const free = [0, 1, 2, 3].find((style) => kept.every((one) => one.style !== style)) ?? 0;
    const code = edited.join(", ");
    const scores = { ...epoch_scores, data: epoch_scores.data.slice() }; // the frame's go back
    kept.push({ settings: { ...settings, code }, loss_axis, epoch_scores: scores, style: free });
    shownSettings = "";
    repaint();
  });

  /** Run i's values of the settings in which the runs differ. @param {number} i @param {Record<string, string>[]} all */
  function difference(i, all) {
    const words = schema
      .filter(({ group }) => group !== "view")
      .map(({ name, field }) => ({
        name: /** @type {string} */ (name),
        words: (/** @type {string} */ value) =>
          `${settingLabel(name)} ${inWords(name, field.kind, value)}`,
      }))
      .concat({
        name: "code",
        words: (files) => (files ? t("chart.edited", { files }) : t("chart.packaged")),
      })
      .filter(({ name }) => new Set(all.map((each) => each[name])).size > 1)
      .map(({ name, words }) => words(all[i]?.[name] ?? ""));
    return words.join(", ") || t("chart.same");
  }

  return {
    curves: () => kept,
    names: () => names,

    /** @param {Frame} frame */
    show({ settings, edited }) {
      keep.disabled = kept.length === MOST;
      const now = { ...settings, code: edited.join(", ") };
      const shown = JSON.stringify([now, document.documentElement.lang]);
      if (shown === shownSettings) return;
      shownSettings = shown;
      const all = [...kept.map((one) => one.settings), now];
      names = kept.map((_, i) => difference(i, all));
      list.replaceChildren(
        ...kept.map((one, i) => {
          const item = document.createElement("li");
          const name = document.createElement("span");
          name.textContent = item.title = names[i] ?? "";
          item.append(curveKey(one.style), name);
          const drop = Object.assign(document.createElement("button"), { type: "button" });
          drop.textContent = "×";
          drop.ariaLabel = t("chart.drop", { difference: item.title });
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
    },

    /** The curves as JSON can hold them. @returns {KeptCurve[]} */
    saved: () =>
      kept.map(({ epoch_scores: { shape, data }, ...rest }) => ({
        ...rest,
        shape,
        scores: [...data].map((score) => (Number.isFinite(score) ? score : null)),
      })),

    /** Bring such curves back. @param {KeptCurve[]} curves */
    bring(curves) {
      kept = curves
        .filter(({ scores, shape }) => Array.isArray(scores) && shape[1] === WIDTH)
        .slice(0, MOST)
        .map(({ scores, shape, ...rest }) => ({
          ...rest,
          epoch_scores: { shape, data: Float64Array.from(scores, (each) => each ?? Number.NaN) },
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
