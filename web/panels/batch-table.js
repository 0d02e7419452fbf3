// @ts-check
// This batch: a row for each example, filled as far as the stages have come. A row chooses its
// example.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { shortNumber } from "../lib/translate.js";
import { rows } from "../paint/canvas.js";

/** @import { Inspection, Request } from "../protocol.js" */

const COLUMNS = 7; // beside the example's number

/** @param {(request: Request) => void} send */
export function makeBatchTable(send) {
  const table = find("[data-view=batch]");
  const body = /** @type {HTMLTableSectionElement} */ (table.querySelector("tbody"));
  const note = find("[data-batch-note]");

  body.addEventListener("click", ({ target }) => {
    choose(/** @type {Element} */ (target).closest("tr"));
  });
  body.addEventListener("keydown", (event) => {
    const row = /** @type {HTMLTableRowElement} */ (event.target);
    const by = { ArrowDown: 1, ArrowUp: -1, Enter: 0 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    if (by === 0) choose(row);
    else body.rows[row.sectionRowIndex + by]?.focus();
  });
  body.addEventListener("focusin", ({ target }) => leadTo(/** @type {HTMLElement} */ (target)));

  /** @param {HTMLElement | null} row */
  function choose(row) {
    if (row) send({ type: "choose_example", example: Number(row.dataset.example) });
  }

  /** Tab leads to one row, the arrow keys to the others. @param {HTMLElement | undefined} row */
  function leadTo(row) {
    for (const each of body.rows) each.tabIndex = each === row ? 0 : -1;
  }

  /** @param {Inspection | undefined} inspection */
  return function showBatch(inspection) {
    const examples = inspection ? [...rows(inspection.batch_rows)] : [];
    table.hidden = examples.length === 0;
    table.dataset.stage = inspection?.stage;
    const isLast = inspection?.stage === "shuffle" && !table.hidden;
    note.hidden = !table.hidden && !isLast;
    showMessage(note, isLast ? "batch.last" : "batch.empty");
    while (body.rows.length > examples.length) body.deleteRow(-1);
    for (const [at, [example, ...values]] of examples.entries()) {
      const row = body.rows[at] ?? newRow(body);
      row.dataset.example = String(example);
      row.ariaSelected = String(example === inspection?.point);
      for (const [i, cell] of [...row.cells].entries()) {
        const value = values[i];
        cell.textContent = value === undefined ? "" : shortNumber(value);
      }
    }
    if (![...body.rows].some(({ tabIndex }) => tabIndex === 0)) leadTo(body.rows[0]);
  };
}

/** @param {HTMLTableSectionElement} body */
function newRow(body) {
  const row = body.insertRow();
  row.tabIndex = -1;
  for (let i = 0; i < COLUMNS; i++) row.insertCell();
  return row;
}
