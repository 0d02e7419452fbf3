// @ts-check
// Tabs, by pointer and by arrow keys.

/**
 * Tabs that show the panels they control.
 *
 * @param {HTMLElement} list  Of role tablist.
 * @param {() => void} onChoose
 */
export function makeTabs(list, onChoose) {
  const tabs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=tab]")]);
  listenToTabs(tabs, (chosen) => {
    markChosen(tabs, chosen);
    for (const tab of tabs) {
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      panel?.toggleAttribute("hidden", tab !== chosen);
    }
    onChoose();
  });
}

/**
 * Choose a tab by pointer, or its neighbour by the arrow keys.
 *
 * @template {HTMLElement} Tab
 * @param {Tab[]} tabs
 * @param {(tab: Tab) => void} choose
 */
export function listenToTabs(tabs, choose) {
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      const next = by && tabs[(at + by + tabs.length) % tabs.length];
      if (!next) return;
      next.focus();
      choose(next);
    });
  }
}

/** Tab leads to the chosen one only. @param {HTMLElement[]} tabs @param {HTMLElement | undefined} chosen */
export function markChosen(tabs, chosen) {
  for (const tab of tabs) {
    tab.ariaSelected = String(tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
}
