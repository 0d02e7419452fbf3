// @ts-check
// The question before several files are restored.

import { find } from "../lib/dom.js";
import { setText } from "../lib/show.js";

/** Ask whether changes of several files are to go. @param {string[]} names @returns {Promise<boolean>} */
export function confirmed(names) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-confirm]"));
  setText(find("[data-confirm-files]"), names.join(", "));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
