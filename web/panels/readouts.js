// @ts-check
// The numbers of the run, for readers and for scripts.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { readout } from "../lib/readout.js";
import { showMessage } from "../lib/show.js";
import { t } from "../lib/translate.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Message } from "../lib/message.js" */

const HUGE = 1e6; // a run that diverges passes it; more digits would leave their column

/** How far the run is. @param {Frame} frame */
export function showCounts({ epoch, update }) {
  readout("epoch", String(epoch));
  find("[data-readout=epoch]").style.setProperty("--digits", String(String(epoch).length));
  readout("update", String(update));
}

/**
 * Show a frame's other numbers: no units, no separators, a dash where there is none.
 *
 * @param {Frame} frame
 */
export function showReadouts(frame) {
  const fixed = (/** @type {number | null} */ value, /** @type {number} */ digits) =>
    value === null ? "–" : value < HUGE ? value.toFixed(digits) : value.toExponential(2);
  readout("stage", frame.stage || "–");
  readout("train_loss", fixed(frame.train_loss, 4));
  readout("val_loss", fixed(frame.val_loss, 4));
  readout("train_accuracy", fixed(frame.train_accuracy, 1));
  readout("val_accuracy", fixed(frame.val_accuracy, 1));
  readout("train_rmse", inUnits(frame.train_rmse));
  readout("val_rmse", inUnits(frame.val_rmse));
  readout("best_epoch", String(frame.best_epoch));
  readout("updates_per_second", String(Math.round(frame.updates_per_second)));
  readout("learning_rate", String(Number(frame.learning_rate.toPrecision(4))));
  readout("engine", frame.engine, engineInWords(frame));
  showMessage(find("[data-readout=engine_reason]"), frame.engine_reason);
}

/** An error in the values' units, with about four digits. @param {number | null} value */
function inUnits(value) {
  if (value === null) return "–";
  return value < 10 ? value.toFixed(3) : String(Number(value.toPrecision(4)));
}

/** @param {Frame} frame */
function engineInWords({ engine, speedup }) {
  const times = speedup && Number(speedup.toPrecision(1)); // more digits would flicker
  return engine === "compiled" && times
    ? t("readouts.engine.compiled-times", { times })
    : t(`readouts.engine.${engine}`);
}

/**
 * A label for each view, for screen readers.
 *
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection
 */
export function describeViews({ milestone, layer_sizes, train_accuracy, train_rmse }, inspection) {
  const kind = inspection?.edges_are ?? "weights";
  showMessage(
    find("[data-edges]"),
    kind === "weights" ? "network.positive-weight" : "network.positive-gradient",
  );
  const describe = (/** @type {string} */ view, /** @type {Message} */ told) =>
    showMessage(find(`[data-view=${view}]`), told, "aria-label");
  const boundary =
    train_accuracy === null
      ? message("views.boundary-values", { rmse: train_rmse ?? "–" })
      : message("views.boundary", { accuracy: train_accuracy });
  describe("boundary", boundary);
  describe("loss", milestone ? message("views.loss-so-far", { milestone }) : message("views.loss"));
  const sizes = layer_sizes.map(String);
  const drawn = message("views.network", { sizes, kind: message(`views.${kind}`) });
  describe("network", sizes[0] ? drawn : message("network.not-drawn"));
}
