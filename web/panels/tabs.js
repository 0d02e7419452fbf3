// @ts-check

/**
 * Tabs, by pointer and by arrow keys; each shows the panel that it controls.
 *
 * @param {HTMLElement} list  Of role tablist.
 * @param {() => void} onChoose
 */
export function makeTabs(list, onChoose) {
  const tabs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=tab]")]);
  const panelOf = (/** @type {HTMLElement} */ tab) =>
    document.getElementById(tab.getAttribute("aria-controls") ?? "");

  /** @param {HTMLElement} chosen */
  function choose(chosen) {
    for (const tab of tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      panelOf(tab)?.toggleAttribute("hidden", tab !== chosen);
    }
    onChoose();
  }

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
