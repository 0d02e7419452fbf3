// @ts-check

/** @import { Frame, Request } from "./protocol.js" */

const slider = () => /** @type {HTMLInputElement} */ (document.querySelector("[data-past]"));

/**
 * The slider that goes back to the run's checkpoints.
 *
 * @param {() => void} pause
 * @param {(request: Request) => void} send
 */
export function makePast(pause, send) {
  slider().addEventListener("input", () => {
    const index = Number(slider().value);
    pause();
    send({ type: "rewind", index });
  });
}

/** @param {Frame} frame */
export function showPast({ past: { last, position }, update }) {
  const input = slider();
  input.disabled = last === 0;
  if (input.max !== String(last)) input.max = String(last);
  if (input.value !== String(position)) input.value = String(position);
  const text = `update ${update}`;
  if (input.ariaValueText !== text) input.ariaValueText = text;
}
