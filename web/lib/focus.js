// @ts-check
// A control that goes away, or is switched off, must not take the focus with it: whoever uses a
// keyboard would start again at the top of the page.

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/** Hand the focus on to the nearest neighbour whenever the control that has it is gone. */
export function keepFocus() {
  /** @type {HTMLElement | undefined} */
  let last;
  /** Where it stands, from the inside out: it may be removed. @type {Element[]} */
  let around = [];

  document.addEventListener("focusin", ({ target }) => {
    last = /** @type {HTMLElement} */ (target);
    around = [];
    for (let at = last.parentElement; at; at = at.parentElement) around.push(at);
  });
  document.addEventListener("pointerdown", ({ target }) => {
    // who presses an empty place wants no focus
    if (!(/** @type {Element} */ (target).closest(`${FOCUSABLE}, label`))) last = undefined;
  });
  new MutationObserver(() => {
    const active = document.activeElement;
    if (!last || (active !== last && active !== document.body)) return;
    if (last.isConnected && !last.matches(":disabled") && last.checkVisibility()) return;
    const gone = last;
    last = undefined;
    for (const place of around.filter((each) => each.isConnected)) {
      const next = nearest(place, gone);
      if (next) return next.focus({ preventScroll: true });
    }
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["disabled", "hidden", "open", "data-experiment", "data-hidden-by-link"],
  });
}

/** The control nearest to one that is gone, before it if there is any. @param {Element} place @param {Element} gone */
function nearest(place, gone) {
  const controls = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(FOCUSABLE)]).filter(
    (each) =>
      each !== gone && !each.matches(":disabled, [tabindex='-1']") && each.checkVisibility(),
  );
  const isBefore = (/** @type {Element} */ each) =>
    Boolean(gone.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING);
  return gone.isConnected ? (controls.findLast(isBefore) ?? controls[0]) : controls.at(-1);
}
