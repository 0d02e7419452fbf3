// @ts-check
// Buttons that add and remove layers and units.

import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";

/** @import { Setting, Configure } from "../lib/setting.js" */
/** @import { Frame, SettingName } from "../protocol.js" */

const ADDED = 4; // units of a new layer

/**
 * Buttons above the network diagram that add and remove layers and units.
 *
 * @param {HTMLElement} bar  Has the two buttons for layers, and a `[data-layers]` for the rest.
 * @param {() => Partial<Record<SettingName, string>>} wanted  The settings, as asked for.
 * @param {Setting[]} schema
 * @param {Configure} configure
 */
export function makeLayerButtons(bar, wanted, schema, configure) {
  const field = schema.find(({ name }) => name === "hidden_layers")?.field;
  if (field?.kind !== "widths") throw new Error("hidden_layers is not a list of widths");
  const { layers: mostLayers, units: mostUnits } = field;
  const list = /** @type {HTMLElement} */ (bar.querySelector("[data-layers]"));
  const [remove, add] = /** @type {HTMLButtonElement[]} */ ([
    ...bar.querySelectorAll("[data-action$=-layer]"),
  ]);
  const widths = () => (wanted().hidden_layers ?? "").split(",").filter(Boolean).map(Number);
  const change = (/** @type {number[]} */ next) => configure({ hidden_layers: next.join(",") });
  add?.addEventListener("click", () => change([...widths(), ADDED]));
  remove?.addEventListener("click", () => change(widths().slice(0, -1)));
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (!button) return;
    const layer = Number(button.value);
    const by = button.dataset.action === "add-unit" ? 1 : -1;
    change(widths().map((width, at) => (at === layer ? width + by : width)));
  });

  /** @param {Frame} frame */
  return function showLayerButtons({ layer_sizes }) {
    const shown = layer_sizes.slice(1, -1);
    if (list.childElementCount !== layer_sizes.length) {
      list.replaceChildren(cell("network.input"), ...shown.map(layerCell), cell("network.output"));
    }
    if (add) add.disabled = shown.length === mostLayers;
    if (remove) remove.disabled = shown.length === 0;
    for (const [layer, width] of shown.entries()) {
      const [fewer, units, more] = /** @type {HTMLElement} */ (list.children[layer + 1]).children;
      if (units) setText(units, String(width));
      /** @type {HTMLButtonElement} */ (fewer).disabled = width === 1;
      /** @type {HTMLButtonElement} */ (more).disabled = width === mostUnits;
    }
  };
}

/** @param {string} code */
function cell(code) {
  const item = document.createElement("li");
  showMessage(item, code);
  return item;
}

/** @param {number} _ @param {number} layer */
function layerCell(_, layer) {
  const item = document.createElement("li");
  const button = (/** @type {string} */ sign, /** @type {string} */ action) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: sign, value: String(layer) });
    made.dataset.action = `${action}-unit`;
    showMessage(made, message(`network.${action}-unit`, { layer: layer + 1 }), "aria-label");
    return made;
  };
  const units = document.createElement("span");
  item.append(button("−", "remove"), units, button("+", "add"));
  return item;
}
