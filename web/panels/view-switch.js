// @ts-check
// Which view is open, Watch or Code, and on a phone which panel.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";

/** @typedef {"watch" | "code"} View */

const STORE = "watch-it-learn:view";
/** The panels that a phone shows one of, and their names. */
const PANELS = {
  settings: "share.settings",
  network: "views.network-tab",
  losses: "views.losses",
  code: "code.title",
};

/**
 * Two buttons for the views, of which the browser remembers the last, and on a phone one for
 * each panel.
 *
 * @param {View | undefined} linked  What the page's link asks for.
 * @param {(view: View) => void} onSwitch
 */
export function makeViewSwitch(linked, onSwitch) {
  const buttons = {
    watch: find("[data-action=view-watch]"),
    code: find("[data-action=view-code]"),
  };
  const tabs = Object.entries(PANELS).map(([panel, code]) => {
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", value: panel });
    showMessage(tab, code);
    tab.addEventListener("click", () => choose(panel));
    return tab;
  });
  find("[data-panels]").append(...tabs);

  /** @param {string} panel */
  function choose(panel) {
    document.body.dataset.panel = panel;
    for (const tab of tabs) tab.ariaPressed = String(tab.value === panel);
  }

  /** @param {View} view */
  function show(view) {
    document.body.dataset.shows = view;
    buttons.watch.ariaPressed = String(view === "watch");
    buttons.code.ariaPressed = String(view === "code");
    if (view === "code") choose("code");
    onSwitch(view);
  }

  for (const [name, button] of Object.entries(buttons)) {
    const view = /** @type {View} */ (name);
    button.addEventListener("click", () => {
      keep(STORE, view);
      show(view);
    });
  }
  choose("settings");
  show(linked ?? (recalled(STORE) === "code" ? "code" : "watch"));
  return show;
}
