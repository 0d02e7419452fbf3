// @ts-check

import { find } from "../lib/dom.js";
import { rows } from "../paint/canvas.js";
import { put } from "./readouts.js";

/** @import { Frame } from "../protocol.js" */

const BELIEF = "P(class 1) over the plane, in %: x1 to the right, x2 upwards.";
const DECIDED = "What class each place is taken for: x1 to the right, x2 upwards.";
const PLACES = [0, 1, 2, 3, 4, 5, 6]; // along each edge of the table of the plane

/**
 * What the canvases show, as tables: the losses of the last epochs, the confusion matrices,
 * and the belief over the plane.
 *
 * @param {Frame} frame
 */
export function showEpochs({ last_epochs, confusion, best_epoch, grid, plane, settings }) {
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
  const [side = 0] = grid.shape;
  const place = (/** @type {number} */ i) => Math.round((i * (side - 1)) / (PLACES.length - 1));
  const coordinate = (/** @type {number} */ i) =>
    (plane * ((2 * i) / (PLACES.length - 1) - 1)).toFixed(1);
  const isDecided = settings.decision === "true";
  const cell = (/** @type {number} */ value) =>
    isDecided ? String(Math.round(value)) : (100 * value).toFixed(0);
  put(find("[data-view=plane] caption"), isDecided ? DECIDED : BELIEF);
  fill(
    "plane",
    PLACES.map((row) => [
      coordinate(PLACES.length - 1 - row),
      ...PLACES.map((column) => cell(grid.data[place(row) * side + place(column)] ?? 0)),
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
