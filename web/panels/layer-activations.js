// @ts-check
// A choice of its own for each hidden layer's activation.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { settingControl } from "./settings-panel.js";

/** @import { Configure } from "../lib/setting.js" */
/** @import { Frame } from "../protocol.js" */

/** @param {Configure} configure */
export function makeLayerActivations(configure) {
  const box = document.createElement("div");
  box.className = "layer-activations";
  box.dataset.layerActivations = "";
  find("[data-group=network] details").append(box);
  const all = /** @type {HTMLSelectElement} */ (settingControl("activation"));
  let shown = "";

  box.addEventListener("change", () => {
    const chosen = [...box.querySelectorAll("select")].map(({ value }) => value);
    configure({ activation: chosen.join(",") });
  });

  /** @param {Frame} frame */
  return function showLayerActivations({ settings }) {
    const { hidden_layers: widths = "", activation = "" } = settings;
    const names = activation.split(",");
    const count = widths.split(",").filter(Boolean).length;
    const options = [...all.options].filter(({ value }) => !value.includes(","));
    const now = [count, activation, ...options.map(({ value }) => value)].join();
    if (now === shown) return;
    shown = now;
    showMixed(names.length > 1 ? activation : "");
    box.hidden = count < 2;
    const rows = Array.from({ length: count < 2 ? 0 : count }, (_, layer) => {
      const row = document.createElement("label");
      row.className = "setting";
      const words = document.createElement("span");
      showMessage(words, message("network.activation-of", { layer: layer + 1 }));
      const select = document.createElement("select");
      for (const { value, text } of options) {
        const option = new Option("", value);
        showMessage(option, verbatim(text));
        select.append(option);
      }
      select.value = names[Math.min(layer, names.length - 1)] ?? "";
      row.append(words, select);
      return row;
    });
    box.replaceChildren(...rows);
  };

  /** The menu for all layers says so where they differ. @param {string} activation */
  function showMixed(activation) {
    for (const option of [...all.options]) if (option.value.includes(",")) option.remove();
    if (!activation) return;
    const option = new Option("", activation);
    showMessage(option, "network.activation-by-layer");
    all.append(option);
    all.value = activation;
  }
}
