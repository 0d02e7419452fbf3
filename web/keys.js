// @ts-check

/** Keys of the page, by what they press. They rest while a field has the focus. */
const KEYS = /** @type {Record<string, string>} */ ({
  " ": "train",
  ",": "step-stage",
  ".": "step-update",
  e: "step-epoch",
  r: "reset",
  "?": "help",
});

/** Press a button of the page for each of its keys. */
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    const target = /** @type {HTMLElement} */ (event.target);
    const isTaken =
      target.matches("input, select, textarea, [contenteditable]") || target.closest("dialog");
    const presses = event.key === " " && target.closest("button, summary, a");
    if (!action || isTaken || presses || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = /** @type {HTMLButtonElement} */ (
      document.querySelector(`[data-action=${action}]`)
    );
    if (button.closest("[data-away]")) return; // a link hides it
    event.preventDefault();
    button.click();
  });
}
