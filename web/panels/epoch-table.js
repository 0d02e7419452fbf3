// @ts-check
// The tables of the Epochs tab: last epochs, confusion, probabilities over the plane.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { dataName, number, t } from "../lib/translate.js";
import { rows } from "../paint/canvas.js";
import { largest } from "../paint/classes.js";
import { isDecided } from "../url/display.js";

/** @import { Frame } from "../protocol.js" */

const PHASES = ["", "learning", "good", "overfitting"]; // as Python numbers them
const PLACES = [0, 1, 2, 3, 4, 5, 6]; // along each edge of the table of the plane

/**
 * What the canvases show, as tables: the losses of the last epochs, the confusion matrices,
 * and the probability over the plane.
 *
 * @param {Frame} frame
 */
export function showEpochs(frame) {
  if (find("#panel-epochs").hidden) return;
  const { last_epochs, confusion, best_epoch, classes, axes } = frame;
  const loss = (/** @type {number | undefined} */ value = Number.NaN) =>
    Number.isNaN(value) ? "–" : number(value, 4);
  fill(
    "epochs",
    [...rows(last_epochs)].map(([epoch, train, val, phase = 0]) => [
      epoch === best_epoch ? `★ ${epoch}` : String(epoch),
      loss(train),
      loss(val),
      PHASES[phase] ? t(`epochs.${PHASES[phase]}`) : "",
    ]),
  );
  const phases = [...rows(last_epochs)].map(([, , , phase = 0]) => PHASES[phase]);
  for (const [i, row] of [...find("[data-view=epochs] tbody").children].entries())
    if (phases[i]) row.setAttribute("data-phase", phases[i]);
  const [train = [], val = []] = [...rows(confusion)].map((counts) => [...counts].map(String));
  find("[data-view=confusion]").hidden = !classes;
  const labels = Array.from({ length: classes }, (_, label) => label);
  const columns = ["epochs.training-0", "epochs.validation-0"].flatMap((first) =>
    labels.map((label) => (label ? String(label) : t(first))),
  );
  find("[data-view=confusion] thead tr").replaceChildren(
    document.createElement("td"),
    ...columns.map(headCell),
  );
  fill(
    "confusion",
    labels.map((label) => [
      dataName(axes.classes[label] ?? t("legend.class", { number: label })),
      ...train.slice(classes * label, classes * (label + 1)),
      ...val.slice(classes * label, classes * (label + 1)),
    ]),
  );
  showPlane(frame);
}

/** The plane as a table. @param {Frame} frame */
function showPlane({ grid, plane, classes, scale, settings }) {
  const [count = 1, side = 0] = grid.shape;
  const [low = 0, high = 1] = scale;
  const place = (/** @type {number} */ i) => Math.round((i * (side - 1)) / (PLACES.length - 1));
  const coordinate = (/** @type {number} */ i) =>
    number(plane * ((2 * i) / (PLACES.length - 1) - 1), 1);
  const cell = (/** @type {number} */ at) => {
    if (count > 1) return String(largest(grid.data, at, side ** 2, count));
    const level = grid.data[at] ?? 0;
    if (!classes) return number(low + level * (high - low), 2);
    return isDecided()
      ? String(Number(level > Number(settings.threshold)))
      : (100 * level).toFixed(0);
  };
  const shows = count > 1 || isDecided() ? "epochs.decision" : "epochs.probability";
  showMessage(find("[data-view=plane] caption"), classes ? shows : "epochs.values");
  find("[data-view=plane] thead tr").replaceChildren(
    document.createElement("td"),
    ...PLACES.map((column) => headCell(coordinate(column))),
  );
  fill(
    "plane",
    PLACES.map((row) => [
      coordinate(PLACES.length - 1 - row),
      ...PLACES.map((column) => cell(place(row) * side + place(column))),
    ]),
  );
}

/** @param {string} text */
function headCell(text) {
  const head = Object.assign(document.createElement("th"), { scope: "col" });
  head.textContent = text;
  return head;
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
