// @ts-check
// The start of the page: progress, failures, and the first worker.

import { find } from "../lib/dom.js";
import { message, messageOf } from "../lib/message.js";
import { showStatus } from "../lib/readout.js";
import { showMessage } from "../lib/show.js";
import { isPlainFolder, missingFeature, startWorker } from "./loader.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Tell } from "./loader.js" */

/** Python is ready: show the run in place of the progress bar, and enable all controls. */
export function endStartup() {
  for (const element of document.querySelectorAll("[data-while-loading]")) element.remove();
  find("[data-view=boundary]").hidden = false;
  for (const control of document.querySelectorAll("fieldset, button")) {
    if (!control.matches("[data-action$=-section]")) control.removeAttribute("disabled");
  }
}

/**
 * Bring Python up, showing how far it is, as often as the reader asks for a retry.
 *
 * @param {(worker: Worker) => void} onReady  Called with each worker that answers requests.
 * @param {(told: Message) => void} tell
 */
export function startUp(onReady, tell) {
  const progress = /** @type {HTMLProgressElement} */ (find("[data-progress]"));
  const retry = find("[data-action=retry]");
  const stage = find("[data-stage]");

  /** @param {Message} told @param {boolean} isFinal  A retry cannot help. */
  function fail(told, isFinal = false) {
    showStatus("error");
    showMessage(stage, isFinal ? "startup.impossible" : "startup.failed");
    progress.hidden = true;
    retry.hidden = isFinal;
    tell(told);
  }

  async function attempt() {
    showStatus("loading");
    showMessage(stage, "startup.fetching");
    progress.hidden = false;
    retry.hidden = true;
    try {
      const worker = await startWorker(showNews);
      showMessage(stage, "startup.painting");
      onReady(worker);
    } catch (error) {
      fail(messageOf(error));
    }
  }

  /** @type {Tell} */
  function showNews(news) {
    if ("stage" in news) {
      progress.removeAttribute("value");
      showMessage(stage, `startup.${news.stage}`);
      return;
    }
    const { received, total } = news;
    Object.assign(progress, { value: received, max: total });
    const megabytes = { received: received / 1e6, total: total / 1e6 };
    showMessage(stage, message("startup.progress", megabytes));
  }

  document.dispatchEvent(new Event("starting"));
  if (document.body.dataset.status === "error") {
    showStatus("error"); // watcher.js told why
    return { startAgain: () => {} };
  }
  retry.addEventListener("click", attempt);
  const obstacle = isPlainFolder() ? message("startup.folder") : missingFeature();
  if (obstacle) fail(obstacle, true);
  else attempt();

  return {
    /** Start another worker, out of the bytes that are here. */
    startAgain: attempt,
  };
}
