// @ts-check
// How each layer learns: the norms of its gradient, its weights and its updates, as a table of now
// and as charts of the run; and the histograms of its activations.

import { find } from "../lib/dom.js";
import { number } from "../lib/translate.js";
import { paintHistograms, paintNorms } from "../paint/layer-charts.js";
import { curveKey } from "../paint/legend.js";

/** @import { Frame } from "../protocol.js" */

const CHARTS = ["layer-gradients", "layer-weights", "layer-updates"];

const canvas = (/** @type {string} */ view) =>
  /** @type {HTMLCanvasElement} */ (find(`[data-view=${view}]`));

/** @param {Frame} frame */
export function showLayers({ layer_norms, activation_histograms }) {
  const panel = find("#panel-gradients");
  if (panel.hidden) return;
  const [count = 0, columns = 1] = layer_norms.shape;
  const layers = (columns - 1) / CHARTS.length;
  panel.toggleAttribute("data-empty", count === 0);
  find("[data-layers-note]").hidden = count > 0;
  find("[data-view=layers]").hidden = count === 0;
  showTable(layer_norms.data.subarray((count - 1) * columns + 1), layers);
  for (const [i, view] of CHARTS.entries()) {
    paintNorms(canvas(view), layer_norms, 1 + i * layers, layers);
  }
  paintHistograms(canvas("layer-activations"), activation_histograms);
}

/** @param {Float64Array} values  Of the last update. @param {number} layers */
function showTable(values, layers) {
  const table = /** @type {HTMLTableElement} */ (find("[data-view=layers]"));
  const [head, ...rows] = [...table.rows];
  if (head && head.cells.length !== layers + 1) {
    head.replaceChildren(document.createElement("td"));
    for (let layer = 0; layer < layers; layer++) head.append(headCell(layer));
    for (const row of rows) {
      while (row.cells.length > 1) row.deleteCell(-1);
      for (let layer = 0; layer < layers; layer++) row.insertCell();
    }
  }
  for (const [i, row] of rows.entries()) {
    for (let layer = 0; layer < layers; layer++) {
      const cell = /** @type {HTMLTableCellElement} */ (row.cells[layer + 1]);
      cell.textContent = brief(values[i * layers + layer] ?? 0);
    }
  }
}

/** A layer's place in the code, and how its curves look. @param {number} layer */
function headCell(layer) {
  const cell = Object.assign(document.createElement("th"), { scope: "col" });
  const name = Object.assign(document.createElement("code"), { textContent: `[${layer}]` });
  name.title = `layers[${layer}]`;
  cell.append(curveKey(layer), name);
  return cell;
}

/** @param {number} value */
function brief(value) {
  const plain = value !== 0 && (value < 1e-3 || value >= 1e4) ? value.toExponential(0) : undefined;
  return number(plain ?? String(Number(value.toPrecision(2))));
}
