// @ts-check
import { find } from "./dom.js";
import { isPlainFolder, missingFeature, startWorker } from "./loader.js";
import { showStatus } from "./readouts.js";

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
    /** @type {Worker | undefined} */
    let worker;
    try {
      worker = await startWorker(({ received, total }) => {
        Object.assign(progress, { value: received, max: total });
        stage.textContent = `Fetching Python: ${megabytes(received)} of ${megabytes(total)} MB`;
      });
      progress.removeAttribute("value");
      await booted(worker);
      onReady(worker);
    } catch (error) {
      worker?.terminate();
      fail(/** @type {Error} */ (error).message);
    }
  }

  /**
   * @param {Worker} worker
   * @returns {Promise<void>}
   */
  function booted(worker) {
    return new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message || "The worker did not start."));
      worker.onmessage = ({ data }) => {
        if (data.type === "booting") {
          stage.textContent = STAGES[/** @type {keyof typeof STAGES} */ (data.stage)];
        }
        if (data.type === "failed") reject(new Error(data.message));
        if (data.type === "booted") {
          stage.textContent = "Painting the first picture";
          resolve();
        }
      };
    });
  }

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
