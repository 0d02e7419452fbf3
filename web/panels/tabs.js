// @ts-check
// Tabs, by pointer and by keys.

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
 * Choose a tab by pointer, its neighbour by the arrow keys, the first and last by Home and End.
 *
 * @template {HTMLElement} Tab
 * @param {Tab[]} tabs
 * @param {(tab: Tab) => void} choose
 */
export function listenToTabs(tabs, choose) {
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const place = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[key];
      const next = place === undefined ? undefined : tabs.at(place % tabs.length);
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
