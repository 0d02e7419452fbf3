// @ts-check
// Puts a note beside what it is about, over the page, so that nothing moves.

const GAP = 8; // CSS pixels

/**
 * @param {HTMLElement} note  Of fixed position.
 * @param {Element} anchor
 * @param {"right" | "below"} side  Where there is room; else the other, or above.
 */
export function putBeside(note, anchor, side) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = note;
  const isRight = side === "right" && at.right + GAP + width <= innerWidth;
  const below = at.bottom + GAP;
  const top = isRight ? at.top : below + height <= innerHeight ? below : at.top - GAP - height;
  const left = isRight ? at.right + GAP : Math.min(at.left, innerWidth - width - GAP);
  note.style.left = `${Math.max(GAP, left)}px`;
  note.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
}
