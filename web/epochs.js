// @ts-check
import { rows } from "./canvas.js";

/** @import { Frame } from "./protocol.js" */

const find = (/** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (document.querySelector(selector));

/** The losses of the last epochs, and the confusion matrices, as tables. @param {Frame} frame */
export function showEpochs({ last_epochs, confusion, best_epoch }) {
  if (find("#panel-epochs").hidden) return;
  const loss = (/** @type {number | undefined} */ value = Number.NaN) =>
    Number.isNaN(value) ? "–" : value.toFixed(4);
  fill(
    "epochs",
    [...rows(last_epochs)].map(([epoch, train, val]) => [
      epoch === best_epoch ? `★ ${epoch}` : String(epoch),
      loss(train),
      loss(val),
    ]),
  );
  const [train = [], val = []] = [...rows(confusion)].map((counts) => [...counts].map(String));
  fill(
    "confusion",
    [0, 1].map((label) => [
      `class ${label}`,
      ...train.slice(2 * label, 2 * label + 2),
      ...val.slice(2 * label, 2 * label + 2),
    ]),
  );
}

/** @param {string} view @param {string[][]} lines */
function fill(view, lines) {
  const body = find(`[data-view=${view}] tbody`);
  body.replaceChildren(
    ...lines.map((texts) => {
      const row = document.createElement("tr");
      row.append(
        ...texts.map((text, i) => {
          const cell = document.createElement(i ? "td" : "th");
          if (!i) /** @type {HTMLTableCellElement} */ (cell).scope = "row";
          cell.textContent = text;
          return cell;
        }),
      );
      return row;
    }),
  );
}
