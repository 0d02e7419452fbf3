// @ts-check
// The menu of example edits. Each is shown as a diff before it changes anything.

import { find } from "../lib/dom.js";
import { hasExample, withExample } from "../lib/examples.js";
import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";
import { listenToMenu } from "./menu.js";

/** @import { DiffLine, Edited, Example } from "../lib/examples.js" */

const TAGS = { "+": "ins", "-": "del" };

/**
 * @param {Record<string, Example>} examples
 * @param {{ textOf(file: string): string, change(file: string, made: Edited): void }} code
 */
export function makeExamples(examples, { textOf, change }) {
  const menu = /** @type {HTMLDetailsElement} */ (find("[data-examples]"));
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-example]"));
  /** @type {Example | undefined} */
  let shown;

  const buttons = Object.entries(examples).map(([name, example]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", disabled: true }); // until Python is here
    showMessage(button, `examples.${name}`);
    button.addEventListener("click", () => show(name, example));
    return button;
  });
  find("[data-example-list]").append(...buttons);
  listenToMenu(menu);

  /** @param {string} name @param {Example} example */
  function show(name, example) {
    const { file } = example;
    const made = withExample(textOf(file), example);
    const isThere = hasExample(textOf(file), example);
    shown = example;
    showMessage(find("[data-example-title]"), `examples.${name}`);
    const trouble = message(isThere ? "examples.there" : "examples.unfit", { file });
    showMessage(find("[data-example-about]"), made ? `examples.${name}-help` : trouble);
    setText(find("[data-example-file]"), file);
    find("[data-example-diff]").replaceChildren(...(made?.lines ?? []).map(diffLine));
    for (const part of ["change", "apply"]) find(`[data-example-${part}]`).hidden = !made;
    dialog.returnValue = "";
    dialog.showModal();
  }

  dialog.addEventListener("close", () => {
    // a link may have brought other code meanwhile
    const made = shown && withExample(textOf(shown.file), shown);
    if (shown && made && dialog.returnValue === "apply") change(shown.file, made);
  });
}

/** @param {DiffLine} line */
function diffLine({ sign, code, number }) {
  const line = document.createElement(TAGS[/** @type {"+" | "-"} */ (sign)] ?? "span");
  line.textContent = code;
  line.dataset.number = `${number} ${sign.replace("-", "−")}`;
  return line;
}
