// @ts-check
// Choosing the training example that the network is shown for.

import { pictureOf } from "../paint/plane.js";

/** @import { Frame, Request } from "../protocol.js" */

/**
 * Choose the example that the network is shown for: by a press on the picture, or by
 * the arrow keys while it has the focus.
 *
 * @param {() => Frame | undefined} newest
 * @param {(request: Request) => void} send
 */
export function makePointChoice(newest, send) {
  const picture = /** @type {HTMLElement} */ (document.querySelector("[data-boundary]"));
  picture.addEventListener("click", ({ offsetX, offsetY }) => {
    const frame = newest();
    if (!frame || picture.hasAttribute("data-drawing")) return;
    const { pointAt } = pictureOf(frame.plane, picture.clientWidth);
    send({ type: "choose", ...pointAt(offsetX, offsetY), by: 0 });
  });
  picture.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || !newest() || picture.hasAttribute("data-drawing")) return;
    event.preventDefault();
    send({ type: "choose", x1: 0, x2: 0, by });
  });
}
