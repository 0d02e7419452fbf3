// @ts-check
// The tab Console: what edited code prints.

import { find } from "../lib/dom.js";

/** Show it, and the tab when the first of it comes. @param {string} printed */
export function showConsole(printed) {
  const view = find("[data-view=console]");
  if (view.textContent === printed) return;
  const isFirst = !view.textContent;
  view.textContent = printed;
  view.hidden = !printed;
  find("[data-console-empty]").hidden = Boolean(printed);
  if (isFirst) find("#tab-console").click();
  view.scrollTop = view.scrollHeight;
}
