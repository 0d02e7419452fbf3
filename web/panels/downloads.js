// @ts-check
// The download menu, and weights that are imported.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { optionLabel, t } from "../lib/translate.js";

import { CLASS_SCALE } from "../paint/color.js";
import { listenToMenu } from "./menu.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Exported, Frame, Request } from "../protocol.js" */

/** @type {Record<string, import("../protocol.js").ExportRequest["format"]>} */
const FORMATS = {
  "download-python": "python",
  "download-pytorch": "pytorch",
  "download-weights": "weights",
  "download-history": "history",
  "download-data": "data",
};
const MARGIN = 16; // CSS pixels around the picture that is downloaded
const FOOT = 64;

/**
 * Files for the reader, and the weights that come back.
 *
 * @param {() => Frame | undefined} newest
 * @param {(request: Request) => void} send
 * @param {(told: Message) => void} tell
 */
export function makeDownloads(newest, send, tell) {
  for (const [action, format] of Object.entries(FORMATS)) {
    find(`[data-action=${action}]`).addEventListener("click", () => {
      send({ type: "export", format });
    });
  }
  find("[data-action=download-picture]").addEventListener("click", async () => {
    const frame = newest();
    if (!find("[data-view=boundary]").clientWidth) tell(message("downloads.no-picture"));
    else if (frame) save("watch-it-learn.png", await picture(frame));
  });
  const file = /** @type {HTMLInputElement} */ (find("[data-import]"));
  find("[data-action=import-weights]").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = ""; // the same file can be chosen again
    if (!chosen) return;
    try {
      send({ type: "import", text: await chosen.text() });
    } catch (error) {
      const { message: words } = /** @type {Error} */ (error);
      tell(message("downloads.unreadable", { file: chosen.name, error: words }));
    }
  });
  listenToMenu(/** @type {HTMLDetailsElement} */ (find("[data-menu]")));
}

/** @param {Exported} exported */
export function saveExported({ name, text }) {
  save(name, new Blob([text], { type: "text/plain" }));
}

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * The boundary as it is now, with a legend and a line that says what it is.
 *
 * @param {Frame} frame
 * @returns {Promise<Blob>}
 */
function picture({ settings, epoch, train_loss, train_accuracy }) {
  const boundary = /** @type {HTMLCanvasElement} */ (find("[data-view=boundary]"));
  const ratio = boundary.width / boundary.clientWidth;
  const size = boundary.clientWidth;
  const canvas = document.createElement("canvas");
  canvas.width = (size + 2 * MARGIN) * ratio;
  canvas.height = (size + 2 * MARGIN + FOOT) * ratio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(boundary, MARGIN, MARGIN, size, size);

  const top = size + MARGIN + 14;
  const scale = context.createLinearGradient(MARGIN + 50, 0, MARGIN + 150, 0);
  CLASS_SCALE.forEach((color, stop, all) => {
    scale.addColorStop(stop / (all.length - 1), color);
  });
  context.fillStyle = scale;
  context.fillRect(MARGIN + 50, top, 100, 12);
  context.fillStyle = "#1b1c24";
  context.font = "13px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.fillText(t("legend.class-0"), MARGIN, top + 6);
  context.fillText(t("legend.class-1"), MARGIN + 158, top + 6);
  context.fillText(t("downloads.legend"), MARGIN + 158 + 60, top + 6, size - 218);
  const { dataset = "", hidden_layers: hidden = "" } = settings;
  const caption = t("downloads.caption", {
    dataset: optionLabel("dataset", dataset),
    layers: [2, ...hidden.split(",").filter(Boolean), 1].join("-"),
    epoch,
    loss: train_loss ?? "–",
    accuracy: train_accuracy,
  });
  context.fillText(caption, MARGIN, top + 32, size);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(/** @type {Blob} */ (blob))));
}
