// @ts-check
// Back in time: the slider to earlier moments of the run, and the button that plays them.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";

/** @import { Frame, Request } from "../protocol.js" */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const [PACE, CALM_PACE] = [125, 500]; // milliseconds between two checkpoints

const slider = () => /** @type {HTMLInputElement} */ (find("[data-timeline]"));
const playButton = () => /** @type {HTMLButtonElement} */ (find("[data-action=play]"));

/**
 * The slider that goes back to the run's checkpoints, and the button that goes through them from
 * there to the end; at the end, from the start. Whatever else moves the run ends that.
 *
 * @param {{ newest(): Frame | undefined, isTraining(): boolean, setTraining(on: boolean): void }} loop
 * @param {{ send(request: Request): void, isIdle(): boolean }} trainer
 */
export function makeTimeline(loop, { send, isIdle }) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  let position = 0; // that the run has to be at

  /** @param {number} index */
  function goTo(index) {
    position = index;
    send({ type: "rewind", index });
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    showButton();
  }

  function next() {
    const timeline = loop.newest()?.timeline;
    if (loop.isTraining() || !timeline) stop();
    else if (isIdle() && (timeline.position !== position || position === timeline.last)) stop();
    else if (isIdle()) goTo(position + 1);
  }

  function showButton() {
    const isPlaying = timer !== undefined;
    playButton().toggleAttribute("data-playing", isPlaying);
    for (const attribute of ["aria-label", "title"])
      showMessage(playButton(), isPlaying ? "timeline.pause" : "timeline.play", attribute);
  }

  slider().addEventListener("input", () => {
    stop();
    loop.setTraining(false);
    send({ type: "rewind", index: Number(slider().value) });
  });
  playButton().addEventListener("click", () => {
    const timeline = loop.newest()?.timeline;
    if (timer !== undefined || !timeline) return stop();
    loop.setTraining(false);
    position = timeline.position;
    if (position === timeline.last) goTo(0);
    timer = setInterval(next, CALM.matches ? CALM_PACE : PACE);
    showButton();
  });
}

/**
 * @param {Frame} frame
 * @param {boolean} isNewest  Else a reply to the slider may still be under way.
 */
export function showTimeline({ timeline: { last, position }, update }, isNewest) {
  const input = slider();
  input.disabled = last === 0;
  playButton().disabled = last === 0;
  if (input.max !== String(last)) input.max = String(last);
  const isMoving = input === document.activeElement && !isNewest;
  if (!isMoving && input.value !== String(position)) input.value = String(position);
  const text = String(update);
  if (input.ariaValueText !== text) input.ariaValueText = text;
}
