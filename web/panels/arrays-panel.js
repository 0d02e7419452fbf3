// @ts-check
// The arrays of the last stage, under their names in the code, and the chain rule.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { shortNumber } from "../lib/translate.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Inspection, NamedArray } from "../protocol.js" */

const FACTORS = ["y", "logit", "ŷ", "dL/dŷ", "× dŷ/dlogit", "= dL/dlogit", "ŷ − y"];
const VECTORS = ["y", "logits", "ŷ", "dL/dlogits"];

/**
 * Show the arrays of the last stage, each under its name in the code; those that the
 * stage itself made are open.
 *
 * @param {Inspection | undefined} inspection
 * @param {(name: string) => void} onName  A name is hovered or focused; "" when it no longer is.
 */
export function showArrays(inspection, onName) {
  const view = find("[data-arrays]");
  const none = { arrays: [], stage: "", derivations: [], vectors: [] };
  const { arrays, stage, derivations, vectors } = inspection ?? none;
  find("[data-derivation]").replaceChildren(
    ...(derivations.length ? [derivation(FACTORS, derivations.map(factors))] : []),
    ...(vectors.length ? [derivation(VECTORS, vectors.map(vectorRow))] : []),
  );
  if (arrays.length === 0) {
    view.replaceChildren(paragraph("arrays.empty"));
    return;
  }
  // those of the batch first, then each layer's, whatever stage made them
  const byLayer = Map.groupBy(arrays, ({ name }) => /\[(\d+)\]/.exec(name)?.[1] ?? "");
  view.replaceChildren(
    ...[...byLayer].flatMap(([layer, of]) => [
      heading(layer),
      ...of.map((array) => block(array, array.stage === stage, onName)),
    ]),
  );
  showStageArrays();
}

/** @param {string} layer  "" where arrays are of none. */
function heading(layer) {
  const made = document.createElement("h2");
  if (layer)
    made.append(Object.assign(document.createElement("code"), { textContent: `layers[${layer}]` }));
  else showMessage(made, "views.batch-tab");
  return made;
}

/** Bring the arrays that the last stage made into sight. */
export function showStageArrays() {
  const view = find("[data-arrays]");
  const own = /** @type {HTMLElement | null} */ (view.querySelector("[data-array][open]"));
  if (own) view.scrollTop += own.getBoundingClientRect().top - view.getBoundingClientRect().top;
}

/** @param {string} word  In the code: point at the arrays of that name. */
export function pointAtArrays(word) {
  for (const item of document.querySelectorAll("[data-array]")) {
    const names = (item.getAttribute("data-array") ?? "").split(/\W+/);
    item.toggleAttribute("data-pointed", word !== "" && names.includes(word));
  }
}

/**
 * @param {NamedArray} array
 * @param {boolean} isOpen
 * @param {(name: string) => void} onName
 */
function block(array, isOpen, onName) {
  const { name, shape } = array;
  const details = document.createElement("details");
  details.dataset.array = name;
  const summary = document.createElement("summary");
  const code = document.createElement("code");
  code.textContent = name;
  summary.append(code, shape.length ? ` (${shape.join(", ")})` : "");
  details.append(summary);
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(table(array));
  };
  details.addEventListener("toggle", fill);
  details.open = isOpen;
  fill();
  // `run.batch` is batch in the code, `traces[0].z` is traces.
  const word = name.replace(/^run\./, "").match(/^\w+/)?.[0] ?? "";
  details.addEventListener("pointerenter", () => onName(word));
  details.addEventListener("pointerleave", () => onName(""));
  summary.addEventListener("focus", () => onName(word));
  summary.addEventListener("blur", () => onName(""));
  return details;
}

/** @param {NamedArray} array */
function table({ rows, shape, largest, name }) {
  const scroller = document.createElement("div");
  scroller.className = "numbers-table";
  scroller.tabIndex = 0;
  scroller.role = "region";
  scroller.ariaLabel = name;
  const made = document.createElement("table");
  const isWhole = rows.flat().every(Number.isInteger);
  for (const row of rows) {
    const line = made.insertRow();
    for (const value of row) {
      const cell = line.insertCell();
      if (typeof value === "string") {
        cell.textContent = value; // nan, inf or -inf
        continue;
      }
      cell.textContent = isWhole ? String(value) : shortNumber(value);
      const share = Math.round((45 * Math.abs(value)) / (largest || 1));
      const color = value > 0 ? "var(--weight-up)" : "var(--weight-down)";
      cell.style.backgroundColor = `color-mix(in srgb, ${color} ${share}%, transparent)`;
    }
  }
  scroller.append(made);
  const [height = 1, width = 1] = shape;
  const more = { rows: height - rows.length, columns: width - (rows[0]?.length ?? 0) };
  const kinds = [more.rows > 0 && "rows", more.columns > 0 && "columns"].filter(Boolean);
  if (kinds.length) scroller.append(paragraph(message(`arrays.more-${kinds.join("-and-")}`, more)));
  return scroller;
}

/** A row of the chain rule. @param {Inspection["derivations"][number]} row */
function factors(row) {
  return [
    row.y,
    row.logit,
    row.y_hat,
    row.dloss_dy_hat,
    row.dy_hat_dlogit,
    row.dloss_dlogit,
    row.difference,
  ].map(shortNumber);
}

/** The same of several classes, or of a value. @param {Inspection["vectors"][number]} row */
function vectorRow({ y, logits, y_hat, dloss_dlogits }) {
  const inWords = (/** @type {(number | string)[]} */ numbers) => {
    const text = numbers.map(shortNumber).join("  ");
    return numbers.length > 1 ? `[${text}]` : text;
  };
  return [y, logits, y_hat, dloss_dlogits].map(inWords);
}

/** @param {string[]} heads @param {string[][]} rows */
function derivation(heads, rows) {
  const details = document.createElement("details");
  details.className = "derivation";
  const summary = document.createElement("summary");
  showMessage(summary, "arrays.derivation");
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  for (const text of heads) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  const about = heads === VECTORS ? "arrays.vectors" : "arrays.chain-rule";
  details.append(summary, paragraph(about), made);
  return details;
}

/** @param {Message | string} told */
function paragraph(told) {
  const made = document.createElement("p");
  showMessage(made, told);
  return made;
}
