// @ts-check
// The arms of an experiment, a picture and some lines for each, and its charts.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";
import { paintArm, paintPlot } from "../paint/experiment-plots.js";
import { curveKey } from "../paint/legend.js";

/** @import { TrialFrame } from "../protocol.js" */

/** @param {TrialFrame} reply @param {string[]} labels  In the reader's language. */
export function showArms(reply, labels) {
  const arms = find("[data-arms]");
  if (arms.childElementCount !== reply.arms.length) arms.replaceChildren(...reply.arms.map(arm));
  for (const [i, item] of [...arms.children].entries()) showArm(item, reply, i, labels[i] ?? "");
  const charts = find("[data-plots]");
  if (charts.childElementCount !== reply.plots.length) {
    charts.replaceChildren(...reply.plots.map(() => document.createElement("canvas")));
  }
  for (const [i, canvas] of [...charts.children].entries()) {
    paintPlot(/** @type {HTMLCanvasElement} */ (canvas), reply, i);
  }
}

/** @param {Element} item @param {TrialFrame} reply @param {number} i @param {string} run  Its name. */
function showArm(item, reply, i, run) {
  const canvas = /** @type {HTMLCanvasElement} */ (item.querySelector("canvas"));
  paintArm(canvas, reply, i);
  const {
    update,
    train_loss,
    train_accuracy,
    message: told,
    results,
  } = /** @type {TrialFrame["arms"][number]} */ (reply.arms[i]);
  const progress = { updates: update, loss: train_loss, accuracy: train_accuracy ?? "–" };
  const isOfValues = train_accuracy === null;
  setText(/** @type {HTMLElement} */ (item.querySelector("strong")), run);
  const now = message(isOfValues ? "experiment.progress-values" : "experiment.progress", progress);
  const lines = results[0] ? results : [told[0] ?? now];
  while (item.querySelectorAll("span").length > lines.length) item.lastElementChild?.remove();
  for (const [line, each] of lines.entries()) {
    const place = item.querySelectorAll("span")[line] ?? document.createElement("span");
    if (!place.parentElement) item.append(place);
    showMessage(place, each);
  }
  const plane = isOfValues
    ? message("experiment.plane-values", { run })
    : message("experiment.plane", { run, accuracy: train_accuracy });
  showMessage(canvas, plane, "aria-label");
}

/** @param {TrialFrame["arms"][number]} _arm @param {number} i */
function arm(_arm, i) {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  canvas.role = "img";
  item.append(
    canvas,
    curveKey(i),
    document.createElement("strong"),
    document.createElement("span"),
  );
  return item;
}
