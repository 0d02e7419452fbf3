// @ts-check
// What edited code prints.

import { find } from "../lib/dom.js";

/** @param {string} printed */
export function showConsole(printed) {
  const view = find("[data-view=console]");
  view.hidden = !printed;
  if (view.textContent === printed) return;
  view.textContent = printed;
  view.scrollTop = view.scrollHeight;
}
