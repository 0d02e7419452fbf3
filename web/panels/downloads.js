// @ts-check
import { find } from "../lib/dom.js";
import { translated } from "../lib/translate.js";

/** @import { Exported, Frame, Request } from "../protocol.js" */

/** @type {Record<string, import("../protocol.js").ExportFormat>} */
const FORMATS = {
  "download-python": "python",
  "download-pytorch": "pytorch",
  "download-weights": "weights",
  "download-history": "history",
  "download-data": "data",
};
const MARGIN = 16; // CSS pixels around the picture that is taken home
const FOOT = 64;

/**
 * What a reader takes home, and the weights that come back.
 *
 * @param {() => Frame | undefined} newest
 * @param {(request: Request) => void} send
 * @param {(text: string) => void} say
 */
export function makeHome(newest, send, say) {
  for (const [action, format] of Object.entries(FORMATS)) {
    find(`[data-action=${action}]`).addEventListener("click", () => {
      send({ type: "export", format });
    });
  }
  find("[data-action=download-picture]").addEventListener("click", async () => {
    const frame = newest();
    if (frame) save("watch-it-learn.png", await picture(frame));
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
      say(`${chosen.name} could not be read: ${/** @type {Error} */ (error).message}`);
    }
  });
  const menu = /** @type {HTMLDetailsElement} */ (find("[data-home]"));
  menu.addEventListener("click", ({ target }) => {
    if (!(/** @type {HTMLElement} */ (target).closest("button"))) return;
    menu.querySelector("summary")?.focus();
    menu.open = false;
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
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
  ["#b40426", "#f49a7b", "#dddcdc", "#8db0fe", "#3b4cc0"].forEach((color, stop, all) => {
    scale.addColorStop(stop / (all.length - 1), color);
  });
  context.fillStyle = scale;
  context.fillRect(MARGIN + 50, top, 100, 12);
  context.fillStyle = "#1b1c24";
  context.font = "13px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.fillText(translated("class 0"), MARGIN, top + 6);
  context.fillText(translated("class 1"), MARGIN + 158, top + 6);
  context.fillText(
    translated("■ class 0   ● class 1   hollow: validation"),
    MARGIN + 158 + 60,
    top + 6,
    size - 218,
  );
  const words =
    `${settings.dataset}, layers 2-${settings.hidden_layers || "none"}-1, epoch ${epoch}: ` +
    `loss ${train_loss?.toFixed(4) ?? "–"}, ${train_accuracy.toFixed(1)} % correct`;
  context.fillText(translated(words), MARGIN, top + 32, size);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(/** @type {Blob} */ (blob))));
}
