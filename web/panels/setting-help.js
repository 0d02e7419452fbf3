// @ts-check
// The note beside a setting: what it does, or why its value was refused.

import { putBeside } from "../lib/beside.js";
import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";

/** @import { Message } from "../lib/message.js" */

/** The control that the note is about. @type {Element | undefined} */
let about;

/** Tell what the setting that has the focus does. */
export function listenForHelp() {
  for (const group of document.querySelectorAll("[data-group]")) {
    group.addEventListener("focusin", ({ target }) => {
      const found = /** @type {Element} */ (target).closest("[data-setting], [data-slider]");
      const control = /** @type {HTMLElement | null} */ (found);
      if (control) tellBeside(control, helpOf(control));
    });
    group.addEventListener("focusout", endHelp);
  }
  addEventListener("scroll", follow, true);
}

/** What a setting does, and whether that is anything now. @param {HTMLElement} control */
export function helpOf({ dataset }) {
  const help = message(`settings.${dataset.setting ?? dataset.slider}.help`);
  return dataset.unused === undefined ? [help] : [help, message("settings.unused")];
}

/** @param {Element} control @param {Message | Message[]} told */
export function tellBeside(control, told) {
  about = control.closest(".setting-pair") ?? control.closest("label") ?? control;
  showMessage(find("[data-setting-help]"), told);
  follow();
}

export function endHelp() {
  showMessage(find("[data-setting-help]"), []);
}

function follow() {
  if (about) putBeside(find("[data-setting-help]"), about, "right");
}
