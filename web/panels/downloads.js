// @ts-check
// The download menu, and weights that are imported.

import { find } from "../lib/dom.js";
import { listenForText } from "../lib/file-input.js";
import { message } from "../lib/message.js";
import { dataName, number, optionLabel, t } from "../lib/translate.js";
import { lookOf, traceShape } from "../paint/classes.js";

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
  listenForText(file, (text) => send({ type: "import", text }), tell);
  listenToMenu(/** @type {HTMLDetailsElement} */ (find("[data-menu]")));
}

/** @param {Exported} exported */
export function saveExported({ name, text }) {
  save(name, new Blob([text], { type: "text/plain" }));
}

/** Hand a file to the reader. @param {string} name @param {Blob} blob */
export function save(name, blob) {
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
function picture(frame) {
  const { classes, scale, axes } = frame;
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
  context.font = "13px system-ui, sans-serif";
  context.textBaseline = "middle";
  let x = MARGIN;
  const write = (/** @type {string} */ text) => {
    context.fillStyle = "#1b1c24";
    context.fillText(text, x, top + 6);
    x += context.measureText(text).width + 12;
  };
  for (let label = 0; label < classes; label++) {
    const look = lookOf(label, classes);
    traceShape(context, look, x + 6, top + 6, 5);
    context.fillStyle = look.color;
    context.fill();
    x += 15;
    write(dataName(axes.classes[label] ?? t("legend.class", { number: label })));
  }
  if (classes < 3) {
    const [low = 0, high = 1] = scale;
    write(number(low));
    const gradient = context.createLinearGradient(x, 0, x + 100, 0);
    CLASS_SCALE.forEach((color, stop, all) => {
      gradient.addColorStop(stop / (all.length - 1), color);
    });
    context.fillStyle = gradient;
    context.fillRect(x, top, 100, 12);
    x += 108;
    write(number(high));
  }
  write(t("downloads.hollow"));
  context.fillText(caption(frame), MARGIN, top + 32, size);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(/** @type {Blob} */ (blob))));
}

/** What a run is and how far it came, in a line. @param {Frame} frame */
export function caption({ settings, epoch, update, train_loss, train_accuracy, layer_sizes }) {
  const words = {
    dataset: settings.custom_points
      ? t("settings.custom_points.label")
      : optionLabel("dataset", settings.dataset ?? ""),
    layers: layer_sizes.join("-"),
    epoch,
    update,
    loss: train_loss ?? "–",
  };
  return train_accuracy === null
    ? t("downloads.caption-values", words)
    : t("downloads.caption", { ...words, accuracy: train_accuracy });
}
