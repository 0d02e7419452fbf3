// @ts-check
import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";
import { number, t } from "../lib/translate.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Message } from "../lib/message.js" */

/**
 * Put a plain text into a readout: scripts rely on it. Where the reader writes it otherwise,
 * he sees that beside it.
 *
 * @param {string} name
 * @param {string} plain
 * @param {string} words  The same for the reader.
 */
function readout(name, plain, words = number(plain)) {
  const element = find(`[data-readout=${name}]`);
  setText(element, plain);
  const beside = element.nextElementSibling;
  if (words === plain && !beside) return;
  element.classList.toggle("unseen", words !== plain);
  element.ariaHidden = words === plain ? null : "true";
  if (words === plain) beside?.remove();
  else if (beside) setText(beside, words);
  else element.after(Object.assign(document.createElement("span"), { textContent: words }));
}

/** @param {Frame["status"] | "loading" | "training" | "error"} status */
export function showStatus(status) {
  if (document.body.dataset.status !== status) document.body.dataset.status = status;
  readout("status", status, t(`readouts.status.${status}`));
}

/** How far the run is. @param {Frame} frame */
export function showCounts({ epoch, update }) {
  readout("epoch", String(epoch));
  readout("update", String(update));
}

/**
 * Show a frame's other numbers: no units, no separators, a dash where there is none.
 *
 * @param {Frame} frame
 */
export function showReadouts(frame) {
  const fixed = (/** @type {number | null} */ value, /** @type {number} */ digits) =>
    value === null ? "–" : value.toFixed(digits);
  readout("stage", frame.stage || "–");
  readout("train_loss", fixed(frame.train_loss, 4));
  readout("val_loss", fixed(frame.val_loss, 4));
  readout("train_accuracy", fixed(frame.train_accuracy, 1));
  readout("val_accuracy", fixed(frame.val_accuracy, 1));
  readout("best_epoch", String(frame.best_epoch));
  readout("updates_per_second", fixed(frame.updates_per_second, 0));
  readout("learning_rate", String(Number(frame.learning_rate.toPrecision(4))));
  readout("engine", frame.engine, t(`readouts.engine.${frame.engine}`));
  showMessage(find("[data-readout=engine_reason]"), frame.engine_reason);
}

/**
 * One sentence for each view, for those who do not see it.
 *
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection
 */
export function describeViews({ milestone, layer_sizes, train_accuracy }, inspection) {
  const kind = inspection?.edges_are ?? "weights";
  showMessage(
    find("[data-edges]"),
    kind === "weights" ? "network.positive-weight" : "network.positive-gradient",
  );
  const describe = (/** @type {string} */ view, /** @type {Message} */ told) =>
    showMessage(find(`[data-view=${view}]`), told, "aria-label");
  describe("boundary", message("views.boundary", { accuracy: train_accuracy }));
  describe("loss", milestone ? message("views.loss-so-far", { milestone }) : message("views.loss"));
  const sizes = layer_sizes.map(String);
  const drawn = message("views.network", { sizes, kind: message(`views.${kind}`) });
  describe("network", sizes[0] ? drawn : message("network.not-drawn"));
}
