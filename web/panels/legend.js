// @ts-check
// The legend of the picture: its scale, and entries that make a kind of examples stand out.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { CLASS_SCALE } from "../paint/color.js";

/** @import { Kind } from "../paint/points.js" */

/**
 * A kind of examples stands out while its entry is pointed at or has a key's focus, and
 * as long as it is pressed. Returns which one does.
 *
 * @param {() => void} repaint
 */
export function makeLegend(repaint) {
  const scale = find("[data-scale]");
  scale.style.background = `linear-gradient(to right, ${CLASS_SCALE})`;
  for (const probability of [0, 0.5, 1]) {
    const level = document.createElement("span");
    level.ariaHidden = "true"; // the scale has a name
    showMessage(level, message("legend.level", { probability }));
    scale.append(level);
  }

  /** @type {HTMLElement[]} */
  const entries = [...document.querySelectorAll("[data-kind]")].map(
    (entry) => /** @type {HTMLElement} */ (entry),
  );
  /** @type {HTMLElement | undefined} */
  let touched;
  for (const entry of entries) {
    const touch = (/** @type {HTMLElement | undefined} */ now) => {
      touched = now;
      repaint();
    };
    entry.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") touch(entry);
    });
    entry.addEventListener("focus", () => {
      if (entry.matches(":focus-visible")) touch(entry);
    });
    entry.addEventListener("pointerleave", () => touch(undefined));
    entry.addEventListener("blur", () => touch(undefined));
    entry.addEventListener("click", () => {
      const isOn = entry.ariaPressed !== "true";
      for (const each of entries) each.ariaPressed = String(isOn && each === entry);
      repaint();
    });
  }
  return () => {
    const entry = touched ?? entries.find((each) => each.ariaPressed === "true");
    return /** @type {Kind | undefined} */ (entry?.dataset.kind);
  };
}
