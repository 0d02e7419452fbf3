// @ts-check
// One unit over the plane: its picture as large as the plane's, with its formula.

import { unitWords } from "../lib/formula.js";
import { showMessage } from "../lib/show.js";
import { paintBoundary } from "../paint/boundary.js";

/** @import { Frame, Inspection } from "../protocol.js" */

const ALL = { training: true, validation: true, emphasis: undefined, threshold: undefined };

/** A sheet over the picture of the plane that shows a unit in its place, or nothing. */
export function makeUnitView() {
  const sheet = document.createElement("div");
  const canvas = document.createElement("canvas");
  const words = document.createElement("p");
  sheet.className = "unit-view";
  sheet.dataset.view = "unit";
  sheet.ariaHidden = "true"; // the diagram tells the same words
  sheet.hidden = true;
  sheet.append(canvas, words);
  document.querySelector("[data-boundary]")?.append(sheet);

  /**
   * @param {Frame} frame
   * @param {Inspection | undefined} inspection
   * @param {number | undefined} unit  Of the network, inputs first.
   */
  return function showUnit(frame, inspection, unit) {
    sheet.hidden = unit === undefined;
    if (unit === undefined) return;
    const [cells = 0] = frame.units.shape.slice(-1);
    const picture = frame.units.data.subarray(unit * cells ** 2, (unit + 1) * cells ** 2);
    const grid = { shape: [1, cells, cells], data: picture };
    paintBoundary(canvas, { ...frame, grid }, inspection && onlyPoint(inspection), ALL);
    showMessage(words, unitWords(frame, unit, inspection));
  };
}

/** An inspection of which the picture shows the chosen point, and nothing else. @param {Inspection} inspection */
function onlyPoint(inspection) {
  const nothing = { shape: [0, 2], data: new Float32Array() };
  const without = { losses: nothing, order: nothing, boundary: nothing, boundary_before: nothing };
  return { ...inspection, ...without, stage: "none" };
}
