// @ts-check
import { find } from "../lib/dom.js";
import { showStatus } from "../panels/readouts.js";
import { isPlainFolder, missingFeature, startWorker } from "./loader.js";

/** @import { Tell } from "./loader.js" */

const STAGES = { python: "Starting Python", numpy: "Importing NumPy" };
const FOLDER =
  "A browser does not run this page from a folder. Open watch-it-learn.html instead, " +
  "or serve the folder: python3 build.py serve.";

/**
 * Bring Python up, showing how far it is, as often as the reader asks for a retry.
 *
 * @param {(worker: Worker) => void} onReady  Called with each worker that answers requests.
 * @param {(message: string) => void} say
 */
export function startUp(onReady, say) {
  const progress = /** @type {HTMLProgressElement} */ (find("[data-progress]"));
  const retry = find("[data-action=retry]");
  const stage = find("[data-stage]");

  /** @param {string} message  One sentence. @param {boolean} isFinal  A retry cannot help. */
  function fail(message, isFinal = false) {
    showStatus("error");
    stage.textContent = isFinal ? "Python cannot start here" : "Python did not start";
    progress.hidden = true;
    retry.hidden = isFinal;
    say(message);
  }

  async function attempt() {
    showStatus("loading");
    stage.textContent = "Fetching Python";
    progress.hidden = false;
    retry.hidden = true;
    try {
      const worker = await startWorker(showNews);
      stage.textContent = "Painting the first picture";
      onReady(worker);
    } catch (error) {
      fail(/** @type {Error} */ (error).message);
    }
  }

  /** @type {Tell} */
  function showNews(news) {
    if ("stage" in news) {
      progress.removeAttribute("value");
      stage.textContent = STAGES[news.stage];
      return;
    }
    const { received, total } = news;
    Object.assign(progress, { value: received, max: total });
    stage.textContent = `Fetching Python: ${megabytes(received)} of ${megabytes(total)} MB`;
  }

  document.dispatchEvent(new Event("starting"));
  if (document.body.dataset.status === "error") return { startAgain: () => {} }; // watcher.js told why
  retry.addEventListener("click", attempt);
  const obstacle = isPlainFolder() ? FOLDER : missingFeature();
  if (obstacle) fail(obstacle, true);
  else attempt();

  return {
    /** Start another worker, out of the bytes that are here. */
    startAgain: attempt,
  };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
