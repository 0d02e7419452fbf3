// @ts-check
// The tables of the Epochs tab: last epochs, confusion, probabilities over the plane.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { number, t } from "../lib/translate.js";
import { rows } from "../paint/canvas.js";
import { isDecided } from "../url/display.js";

/** @import { Frame } from "../protocol.js" */

const PLACES = [0, 1, 2, 3, 4, 5, 6]; // along each edge of the table of the plane

/**
 * What the canvases show, as tables: the losses of the last epochs, the confusion matrices,
 * and the probability over the plane.
 *
 * @param {Frame} frame
 */
export function showEpochs({ last_epochs, confusion, best_epoch, grid, plane, settings }) {
  if (find("#panel-epochs").hidden) return;
  const loss = (/** @type {number | undefined} */ value = Number.NaN) =>
    Number.isNaN(value) ? "–" : number(value, 4);
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
      t("legend.class", { number: label }),
      ...train.slice(2 * label, 2 * label + 2),
      ...val.slice(2 * label, 2 * label + 2),
    ]),
  );
  const [side = 0] = grid.shape;
  const place = (/** @type {number} */ i) => Math.round((i * (side - 1)) / (PLACES.length - 1));
  const coordinate = (/** @type {number} */ i) =>
    number(plane * ((2 * i) / (PLACES.length - 1) - 1), 1);
  const cell = (/** @type {number} */ value) =>
    isDecided() ? String(Number(value > Number(settings.threshold))) : (100 * value).toFixed(0);
  showMessage(
    find("[data-view=plane] caption"),
    isDecided() ? "epochs.decision" : "epochs.probability",
  );
  find("[data-view=plane] thead tr").replaceChildren(
    document.createElement("td"),
    ...PLACES.map((column) => {
      const head = Object.assign(document.createElement("th"), { scope: "col" });
      head.textContent = coordinate(column);
      return head;
    }),
  );
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
