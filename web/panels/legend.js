// @ts-check
// The legend of the picture: its scale, and entries that make a kind of examples stand out.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { dataName, fewDigits } from "../lib/translate.js";
import { lookOf, shapeElement } from "../paint/classes.js";
import { CLASS_SCALE } from "../paint/color.js";

/** @import { Frame } from "../protocol.js" */
/** @import { Kind } from "../paint/points.js" */

/**
 * A kind of examples stands out while its entry is pointed at or has a key's focus, and
 * as long as it is pressed.
 *
 * @param {() => void} repaint
 */
export function makeLegend(repaint) {
  const legend = find("[data-boundary-legend]");
  const ofClasses = find("[data-classes]");
  const scale = document.createElement("span");
  scale.className = "scale";
  scale.role = "img";
  scale.dataset.scale = "";
  scale.style.background = `linear-gradient(to right, ${CLASS_SCALE})`;
  /** @type {HTMLElement | undefined} */
  let touched;
  /** What is shown is of so many classes. */
  let shown = "";

  const touch = (/** @type {HTMLElement | undefined} */ now) => {
    if (touched === now) return;
    touched = now;
    repaint();
  };
  const entryOf = (/** @type {Event} */ { target }) =>
    /** @type {HTMLElement | undefined} */ (
      /** @type {Element} */ (target).closest("[data-kind]") ?? undefined
    );
  legend.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") touch(entryOf(event));
  });
  legend.addEventListener("focusin", (event) => {
    const entry = entryOf(event);
    if (entry?.matches(":focus-visible")) touch(entry);
  });
  legend.addEventListener("pointerleave", () => touch(undefined));
  legend.addEventListener("focusout", () => touch(undefined));
  legend.addEventListener("click", (event) => {
    const entry = entryOf(event);
    if (!entry) return;
    const isOn = entry.ariaPressed !== "true";
    for (const each of legend.querySelectorAll("[data-kind]"))
      each.ariaPressed = String(isOn && each === entry);
    repaint();
  });
  show({ classes: 2, scale: [0, 1], axes: undefined });

  /** @param {Pick<Frame, "classes" | "scale"> & { axes: Frame["axes"] | undefined }} frame */
  function show({ classes, scale: [low = 0, high = 1], axes }) {
    const names = (axes?.classes ?? []).map(dataName);
    const now = [classes, fewDigits(low), fewDigits(high), fewDigits(0.5), ...names].join();
    if (now === shown) return;
    shown = now;
    legend.toggleAttribute("data-values", !classes);
    const entries = Array.from({ length: classes }, (_, label) =>
      entry(label, classes, names[label]),
    );
    const code = classes ? "legend.level" : "legend.value";
    const levels = [low, (low + high) / 2, high].map((level) => {
      const words = document.createElement("span");
      words.ariaHidden = "true"; // the scale has a name
      showMessage(words, message(code, { level: fewDigits(level) }));
      return words;
    });
    scale.replaceChildren(...levels);
    const name = classes
      ? "legend.scale"
      : message("legend.value-scale", { low: fewDigits(low), high: fewDigits(high) });
    showMessage(scale, name, "aria-label");
    const [first, ...others] = entries;
    const withScale = first ? [first, scale, ...others] : [scale];
    ofClasses.replaceChildren(...(classes < 3 ? withScale : entries));
  }

  return {
    show,

    /** What stands out now. */
    emphasis() {
      const entry = touched ?? legend.querySelector("[data-kind][aria-pressed=true]");
      return /** @type {Kind | undefined} */ (
        /** @type {HTMLElement | null} */ (entry)?.dataset.kind
      );
    },
  };
}

/** @param {number} label @param {number} classes @param {string} [name]  Where it has one. */
function entry(label, classes, name) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", ariaPressed: "false" });
  button.dataset.kind = `class-${label}`;
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 12 12");
  picture.ariaHidden = "true";
  const shape = shapeElement(lookOf(label, classes), 6, 6, 4.8);
  shape.setAttribute("class", "shape");
  picture.append(shape);
  const words = document.createElement("span");
  button.append(picture, words);
  if (name) {
    showMessage(words, verbatim(name));
    showMessage(button, verbatim(name), "title");
    return button;
  }
  const number = label;
  showMessage(words, message(classes < 3 ? "legend.class" : "legend.label", { number }));
  if (classes >= 3) showMessage(button, message("legend.class", { number }), "aria-label");
  return button;
}
