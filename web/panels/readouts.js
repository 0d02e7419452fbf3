// @ts-check
import { find } from "../lib/dom.js";
import { UNDRAWN } from "../paint/network.js";

/** @import { Frame, Inspection } from "../protocol.js" */

/** What was put into each element: the page may show it in another language. */
const shown = new WeakMap();
const described = new WeakMap();

/** Put a text into an element, unless it is there. @param {Element} element @param {string} text */
export function put(element, text) {
  if (shown.get(element) === text) return;
  shown.set(element, text);
  element.textContent = text;
}

/**
 * @param {string} name
 * @param {string | number} text
 */
export function readout(name, text) {
  put(find(`[data-readout=${name}]`), String(text));
}

/** @param {Frame["status"] | "loading" | "training" | "error"} status */
export function showStatus(status) {
  if (document.body.dataset.status !== status) document.body.dataset.status = status;
  readout("status", status);
}

/** How far the run is. @param {Frame} frame */
export function showCounts({ epoch, update }) {
  readout("epoch", epoch);
  readout("update", update);
}

/**
 * Show a frame's other numbers, plain: no units, no separators, a dash where there is none.
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
  readout("best_epoch", frame.best_epoch);
  readout("updates_per_second", fixed(frame.updates_per_second, 0));
  readout("learning_rate", Number(frame.learning_rate.toPrecision(4)));
  readout("engine", frame.engine);
  readout("engine_reason", frame.engine_reason);
}

/**
 * One sentence for each view, for those who do not see it.
 *
 * @param {Frame} frame
 * @param {Inspection | undefined} inspection
 */
export function describeViews({ milestone, layer_sizes, train_accuracy }, inspection) {
  const kind = inspection?.edges_are ?? "weights";
  put(find("[data-edges]"), kind === "weights" ? "positive weight" : "positive gradient");
  const describe = (/** @type {string} */ view, /** @type {string} */ text) => {
    const canvas = find(`[data-view=${view}]`);
    if (described.get(canvas) === text) return;
    described.set(canvas, text);
    canvas.ariaLabel = text;
  };
  const correct = train_accuracy.toFixed(0);
  describe(
    "boundary",
    `The plane, colored by predicted class. ${correct} % of training examples are correct.`,
  );
  describe("loss", `Loss over the updates. ${milestone}`);
  describe(
    "network",
    layer_sizes[0]
      ? `A network of ${layer_sizes.join(", ")} units, from input to output. Lines show ${kind}.`
      : UNDRAWN,
  );
}
