// @ts-check
// A data file: chosen, dropped or pasted; then a dialog with its first rows and its columns.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Refused, Request, TableReply } from "../protocol.js" */

const LONGEST = 30e6; // bytes of a file

const part = (/** @type {string} */ name) => find(`[data-table=${name}]`);
const select = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (part(name));

/**
 * @param {(request: Request) => void} send
 * @param {() => void} pause
 */
export function makeDataFile(send, pause) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-table-dialog]"));
  const file = /** @type {HTMLInputElement} */ (part("file"));
  const text = /** @type {HTMLTextAreaElement} */ (part("text"));
  const choice = /** @type {HTMLFormElement} */ (part("choice"));

  function open() {
    pause();
    if (!dialog.open) dialog.showModal();
  }

  /** @param {boolean} isThere  Whether there are columns to choose from. */
  function showChoice(isThere) {
    part("choice").hidden = part("use").hidden = !isThere;
  }

  /** @param {string} read */
  function take(read) {
    tell(undefined);
    send({ type: "read_table", text: read });
  }

  /** @param {File | undefined} chosen */
  async function takeFile(chosen) {
    if (!chosen) return;
    open();
    if (chosen.size > LONGEST) {
      tell(message("data.too-large", { file: chosen.name, most: LONGEST / 1e6 }));
      return;
    }
    try {
      take(decoded(await chosen.arrayBuffer()));
    } catch (error) {
      const { message: words } = /** @type {Error} */ (error);
      tell(message("downloads.unreadable", { file: chosen.name, error: words }));
    }
  }

  find("[data-action=open-data]").addEventListener("click", () => {
    tell(undefined);
    showChoice(false);
    text.value = "";
    open();
  });
  part("choose").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    takeFile(chosen);
    file.value = ""; // the same file can be chosen again
  });
  part("read").addEventListener("click", () => take(text.value));
  for (const zone of [document.body, dialog]) {
    zone.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    zone.addEventListener("drop", (event) => {
      const [dropped] = event.dataTransfer?.files ?? [];
      if (!dropped) return;
      event.preventDefault();
      event.stopPropagation();
      takeFile(dropped);
    });
  }
  choice.addEventListener("change", () => {
    send({
      type: "choose_columns",
      x1: Number(select("x1").value),
      x2: Number(select("x2").value),
      label: Number(select("label").value),
      has_values: select("kind").value === "values",
      one: select("one").value,
    });
  });
  part("use").addEventListener("click", () => {
    dialog.close();
    send({ type: "use_table" });
  });

  return {
    /** @param {TableReply} table */
    show(table) {
      showChoice(true);
      tell(table.problem ?? undefined);
      showRows(table);
      const columns = table.columns.map(({ name }, place) => new Option(name, String(place)));
      for (const name of /** @type {const} */ (["x1", "x2", "label"])) {
        select(name).replaceChildren(...columns.map((each) => each.cloneNode(true)));
        select(name).value = String(table[name]);
      }
      select("kind").value = table.has_values ? "values" : "classes";
      const all = new Option("", "");
      showMessage(all, "table.all");
      const classes = table.classes.map(
        ({ name, count }) => new Option(`${name} (${count})`, name),
      );
      select("one").replaceChildren(all, ...classes);
      select("one").value = table.one;
      /** @type {HTMLElement} */ (part("one").parentElement).hidden = table.has_values;
      showMessage(part("summary"), table.problem ? "" : summary(table));
      /** @type {HTMLButtonElement} */ (part("use")).disabled = table.problem !== null;
    },

    /** A file that could not be read. @param {Refused} refused */
    refuse(refused) {
      showChoice(false);
      tell(refused.message);
    },
  };
}

/** @param {Message | undefined} problem */
function tell(problem) {
  part("problem").hidden = !problem;
  if (problem) showMessage(part("problem"), problem);
}

/** What becomes of the rows. @param {TableReply} table @returns {Message[]} */
function summary({ count, dropped, taken, classes, has_values, one }) {
  const used = count - dropped;
  const told = [message("table.rows", { count })];
  if (dropped) told.push(message("table.dropped", { count: dropped }));
  const code = has_values ? "table.sampled-values" : "table.sampled";
  if (taken < used) told.push(message(code, { count: taken }));
  if (!has_values && !one) told.push(message("table.classes", { count: classes.length }));
  return told;
}

/** The first rows, the chosen columns marked. @param {TableReply} table */
function showRows({ columns, rows, x1, x2, label }) {
  const made = document.createElement("table");
  const head = made.createTHead().insertRow();
  const isChosen = (/** @type {number} */ place) => [x1, x2, label].includes(place);
  for (const [place, { name, missing }] of columns.entries()) {
    const cell = Object.assign(document.createElement("th"), { scope: "col" });
    cell.append(name);
    if (missing) {
      const lacks = document.createElement("small");
      showMessage(lacks, message("table.missing", { count: missing }));
      cell.append(" ", lacks);
    }
    cell.toggleAttribute("data-chosen", isChosen(place));
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const [place, text] of row.entries()) {
      const cell = line.insertCell();
      cell.textContent = text || "–";
      cell.toggleAttribute("data-chosen", isChosen(place));
    }
  }
  part("rows").replaceChildren(made);
}

/**
 * A file's text: in UTF-16 where it says so, else in UTF-8, else in the letters of Windows, in which
 * spreadsheets of Europe save.
 *
 * @param {ArrayBuffer} bytes
 */
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
