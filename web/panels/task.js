// @ts-check
// What of the page depends on the run's task: controls and numbers that only some tasks have.

import { find } from "../lib/dom.js";
import { verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { settingControl } from "./settings-panel.js";

/** @import { Frame, SettingName } from "../protocol.js" */

/** The settings that are there for so many classes; 0: values. */
const ONLY = {
  threshold: (/** @type {number} */ classes) => classes === 2,
  decision: (/** @type {number} */ classes) => classes > 0,
  chart: (/** @type {number} */ classes) => classes > 0,
};
let shown = "";

/** @param {Frame} frame */
export function showTask({ classes, losses, settings, axes }) {
  const now = [classes, losses, settings.loss, axes.source].join();
  if (now === shown) return;
  shown = now;
  for (const [name, isThere] of Object.entries(ONLY)) {
    const row = /** @type {HTMLElement} */ (settingControl(name).closest(".setting"));
    row.hidden = !isThere(classes);
  }
  const source = find("[data-source]");
  source.hidden = !axes.source;
  showMessage(source, verbatim(axes.source));
  offer("loss", (name) => losses.includes(name));
  for (const each of document.querySelectorAll("[data-of]")) {
    const isOfClasses = each.getAttribute("data-of") === "classes";
    each.toggleAttribute("hidden", isOfClasses !== classes > 0);
  }
}

/** Offer some of a choice's names. @param {SettingName} setting @param {(name: string) => boolean} isOffered */
function offer(setting, isOffered) {
  const control = /** @type {HTMLSelectElement} */ (settingControl(setting));
  for (const option of control.options) option.hidden = option.disabled = !isOffered(option.value);
}
