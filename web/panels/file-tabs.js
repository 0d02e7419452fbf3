// @ts-check
// The code panel's tabs, one for each file.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { listenToTabs, markChosen } from "./tabs.js";

/** @import { Files } from "../lib/edits.js" */

/** @param {string[]} names @param {(name: string) => void} open */
export function makeFileTabs(names, open) {
  const tabs = names.map((name) => {
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", role: "tab", textContent: name, value: name });
    tab.setAttribute("aria-controls", "code");
    return tab;
  });
  find("[data-files]").append(...tabs);
  listenToTabs(tabs, ({ value }) => open(value));

  /** @param {string} current  The file that is open. @param {Files} changed */
  return function show(current, changed) {
    markChosen(
      tabs,
      tabs.find(({ value }) => value === current),
    );
    for (const tab of tabs) {
      const file = tab.value;
      tab.toggleAttribute("data-changed", file in changed);
      const told = file in changed ? message("code.changed", { file }) : verbatim(file);
      showMessage(tab, told, "aria-label");
    }
  };
}
