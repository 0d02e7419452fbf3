// @ts-check
// The slider that goes back to earlier moments of the run.

import { find } from "../lib/dom.js";

/** @import { Frame, Request } from "../protocol.js" */

const slider = () => /** @type {HTMLInputElement} */ (find("[data-timeline]"));

/**
 * The slider that goes back to the run's checkpoints.
 *
 * @param {() => void} pause
 * @param {(request: Request) => void} send
 */
export function makeTimeline(pause, send) {
  slider().addEventListener("input", () => {
    const index = Number(slider().value);
    pause();
    send({ type: "rewind", index });
  });
}

/**
 * @param {Frame} frame
 * @param {boolean} isNewest  Else a reply to the slider may still be under way.
 */
export function showTimeline({ timeline: { last, position }, update }, isNewest) {
  const input = slider();
  input.disabled = last === 0;
  if (input.max !== String(last)) input.max = String(last);
  const isMoving = input === document.activeElement && !isNewest;
  if (!isMoving && input.value !== String(position)) input.value = String(position);
  const text = String(update);
  if (input.ariaValueText !== text) input.ariaValueText = text;
}
