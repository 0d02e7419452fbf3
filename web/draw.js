// @ts-check

/** @import { Frame, Request } from "./protocol.js" */

const APART = 12; // CSS pixels between two points of one stroke

/**
 * Draw points on the picture: of the chosen class, of the other with the right button; a
 * drag sprays. While the trainer is at work the places wait, and then go together.
 *
 * @param {() => Frame | undefined} newest
 * @param {(request: Request) => void} send
 * @param {() => boolean} isIdle
 */
export function makeDrawing(newest, send, isIdle) {
  const picture = /** @type {HTMLElement} */ (document.querySelector("[data-boundary]"));
  const choice = /** @type {HTMLSelectElement} */ (document.querySelector("[data-draw]"));
  /** @type {number[][]} */
  let places = [];
  /** @type {"0" | "1" | "erase"} */
  let what = "1";
  let last = { x: 0, y: 0 };

  choice.addEventListener("change", () => {
    picture.toggleAttribute("data-drawing", choice.value !== "");
  });
  picture.addEventListener("contextmenu", (event) => {
    if (choice.value) event.preventDefault();
  });
  picture.addEventListener("pointerdown", (event) => {
    if (!choice.value) return;
    const other = /** @type {const} */ ({ 0: "1", 1: "0", erase: "erase" });
    const chosen = /** @type {keyof typeof other} */ (choice.value);
    what = event.button === 2 ? other[chosen] : /** @type {typeof what} */ (choice.value);
    picture.setPointerCapture(event.pointerId);
    add(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!choice.value || !picture.hasPointerCapture(event.pointerId)) return;
    if (Math.hypot(event.offsetX - last.x, event.offsetY - last.y) >= APART) add(event);
  });
  document.querySelector("[data-action=undo-drawing]")?.addEventListener("click", () => {
    send({ type: "draw", what: "undo", places: [] });
  });

  /** @param {PointerEvent} event */
  function add({ offsetX, offsetY }) {
    const plane = newest()?.plane ?? 0;
    const toPlane = (/** @type {number} */ pixel) =>
      (pixel / picture.clientWidth) * 2 * plane - plane;
    last = { x: offsetX, y: offsetY };
    places.push([toPlane(offsetX), -toPlane(offsetY)]);
    flush();
  }

  function flush() {
    if (places.length === 0 || !isIdle()) return;
    send({ type: "draw", what, places });
    places = [];
  }

  return flush;
}
