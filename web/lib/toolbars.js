// @ts-check
// Toolbars are one stop of the Tab key; arrow keys go from button to button.

/** Have the arrow keys move within every toolbar of the page. */
export function listenToToolbars() {
  for (const bar of document.querySelectorAll("[role=toolbar]")) {
    const buttons = [...bar.querySelectorAll("button")];
    /** @param {HTMLElement} chosen */
    const stopAt = (chosen) => {
      for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
    };
    bar.addEventListener("focusin", ({ target }) => stopAt(/** @type {HTMLElement} */ (target)));
    bar.addEventListener("keydown", (event) => {
      const { key, target } = /** @type {KeyboardEvent} */ (event);
      const open = buttons.filter((button) => !button.disabled && button.checkVisibility());
      const at = open.indexOf(/** @type {HTMLButtonElement} */ (target));
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[key];
      if (next === undefined || at < 0) return;
      event.preventDefault();
      open.at(next % open.length)?.focus();
    });
    if (buttons[0]) stopAt(buttons[0]);
  }
}
