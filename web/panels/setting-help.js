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
      const name = control?.dataset.setting ?? control?.dataset.slider;
      if (control && name) tellBeside(control, message(`settings.${name}.help`));
    });
    group.addEventListener("focusout", endHelp);
  }
  addEventListener("scroll", follow, true);
}

/** @param {Element} control @param {Message} told */
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
