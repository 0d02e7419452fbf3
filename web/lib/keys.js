// @ts-check
// Keyboard shortcuts.

import { find } from "./dom.js";
import { keep, recalled } from "./storage.js";

const STORE = "watch-it-learn:keys";

/** Keys of the page, by what they press. They rest while a field has the focus. */
const KEYS = /** @type {Record<string, string>} */ ({
  " ": "train",
  ",": "step-stage",
  ".": "step-update",
  e: "step-epoch",
  r: "reset",
  "?": "help",
});

/** Press a button of the page for each of its keys, unless the reader wants none. */
export function listenToKeys() {
  const choice = /** @type {HTMLInputElement} */ (find("[data-keys-choice]"));
  // speech input types these keys, so they can be switched off
  choice.checked = recalled(STORE) !== "off";
  choice.addEventListener("change", () => keep(STORE, choice.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    // where it began: outside of the editor's shadow root its target is the editor's host
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const isTaken =
      target.closest("input, select, textarea, [contenteditable]") || target.closest("dialog");
    const presses = event.key === " " && target.closest("button, summary, a");
    if (
      !choice.checked ||
      !action ||
      isTaken ||
      presses ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    const button = /** @type {HTMLButtonElement} */ (
      document.querySelector(`[data-action=${action}]`)
    );
    if (button.closest("[data-hidden-by-link]")) return; // a link hides it
    event.preventDefault();
    button.click();
  });
}
