// @ts-check
// Fields for numbers as people write them.

import { number } from "./translate.js";

/** @import { NumberField } from "./setting.js" */

/**
 * A field for numbers as people write them: with a point or a comma. A browser's own would drop
 * what it does not understand, and change its value under the wheel.
 *
 * @param {HTMLInputElement} input
 * @param {NumberField} field
 */
export function makeNumberField(input, { low, high, step, logarithmic }) {
  Object.assign(input, { type: "text", inputMode: "decimal", spellcheck: false });
  input.role = "spinbutton";
  input.ariaValueMin = String(low);
  input.ariaValueMax = String(high);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const value = Number(input.value.trim().replace(",", "."));
    if (!by || !Number.isFinite(value) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = logarithmic
      ? onScale(Math.round(placeOnScale(value, low)) + by, low)
      : Number((value + by * (step === "any" ? 1 : step)).toPrecision(12));
    const plain = String(Math.min(high, Math.max(low, next)));
    if (plain === String(value)) return;
    input.value = number(plain);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export const STEPS = 20; // of a logarithmic scale, from a number to ten times that

/** Where a number lies among the steps of a logarithmic scale. @param {number} value @param {number} low */
function placeOnScale(value, low) {
  return STEPS * Math.log10(value / low);
}

/** The number at a step of a logarithmic scale, to two digits. @param {number} place @param {number} low */
function onScale(place, low) {
  return Number((low * 10 ** (place / STEPS)).toPrecision(2));
}
