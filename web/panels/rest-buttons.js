// @ts-check
// Buttons below a layer of many units: show all of them, or fewer again.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { MOST_UNITS } from "../paint/network-layout.js";

/**
 * @param {Set<number>} whole  The layers that are shown whole; a button changes it.
 * @param {() => void} repaint
 */
export function makeRestButtons(whole, repaint) {
  const list = find("[data-rest]");
  let shown = "";
  list.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (!button) return;
    const layer = Number(button.value);
    if (!whole.delete(layer)) whole.add(layer);
    repaint();
  });

  /** @param {number[]} sizes */
  return function showRest(sizes) {
    const now = [...sizes, ...whole].join();
    if (now === shown) return;
    shown = now;
    list.hidden = Math.max(0, ...sizes) <= MOST_UNITS;
    const cells = sizes.map(
      (_, layer) => /** @type {Element} */ (list.children[layer] ?? cell(layer)),
    );
    list.replaceChildren(...cells);
    for (const [layer, item] of cells.entries()) {
      const button = /** @type {HTMLElement} */ (item.firstElementChild);
      const [count, isWhole] = [(sizes[layer] ?? 0) - MOST_UNITS, whole.has(layer)];
      button.hidden = count <= 0;
      button.ariaExpanded = String(isWhole);
      showMessage(button, message(isWhole ? "network.fewer" : "network.more", { count }));
      showMessage(button, message("network.rest", { count }), "title");
    }
  };
}

/** @param {number} layer */
function cell(layer) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("button"), { type: "button", value: layer }));
  return item;
}
