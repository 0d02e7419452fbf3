// @ts-check
// Menus: a fold that closes when something in it is chosen, or something else is.

/** @param {HTMLDetailsElement} menu */
export function listenToMenu(menu) {
  function close() {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }

  menu.addEventListener(
    "click",
    ({ target }) => {
      if (/** @type {HTMLElement} */ (target).closest("button")) close();
    },
    true, // before what is chosen: its dialog gives the focus back to whatever had it
  );
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") close();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false;
  });
}
