// @ts-check
// The buttons at the top: each becomes a request, or starts and stops the loop.

import { find } from "../lib/dom.js";

/** @import { Request } from "../protocol.js" */
/** @import { makeLoop } from "../lib/frame-loop.js" */
/** @import { makeExperiment } from "./experiment.js" */

/** @type {Record<string, Request>} */
const REQUESTS = {
  "step-stage": { type: "step", unit: "stage", amount: 1 },
  "step-update": { type: "step", unit: "update", amount: 1 },
  "step-epoch": { type: "step", unit: "epoch", amount: 1 },
  reset: { type: "restart", renew: "nothing" },
  "new-weights": { type: "restart", renew: "weights" },
  "new-data": { type: "restart", renew: "data" },
};

/**
 * The buttons that train, step and start again: the demo, or the experiment that is open.
 *
 * @param {ReturnType<typeof makeLoop>} loop
 * @param {ReturnType<typeof makeExperiment>} experiment
 * @param {{ act(request: Request): void, clear(): void, leave(): void }} page  `act` sends what the
 *   reader asks for, `clear` ends what was told of his last act, `leave` closes the experiment.
 */
export function makeToolbar(loop, experiment, { act, clear, leave }) {
  const on = (/** @type {string} */ action, /** @type {() => void} */ listener) =>
    find(`[data-action=${action}]`).addEventListener("click", listener);

  on("train", () => {
    clear();
    loop.setTraining(!loop.isTraining());
  });
  for (const [action, request] of Object.entries(REQUESTS)) {
    on(action, () => {
      loop.setTraining(false);
      if (experiment.isOpen() && request.type === "step" && !experiment.isPredicted()) return;
      act(experiment.addressed(request));
    });
  }
  on("again", () => {
    act(experiment.addressed({ type: "restart", renew: "weights" }));
    loop.setTraining(true);
  });
  on("close-experiment", () => {
    loop.setTraining(false);
    clear();
    leave();
  });
  on("help", () => /** @type {HTMLDialogElement} */ (find("[data-help]")).showModal());
}
