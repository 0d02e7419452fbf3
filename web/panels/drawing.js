// @ts-check
// Drawing custom points on the plane, by pointer or by keys.

import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { pictureOf } from "../paint/plane.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Frame, Request } from "../protocol.js" */
/** @typedef {Extract<Request, { type: "draw" }>["what"]} Draw */

const SHAPES = ["■", "●", "▲", "◆", "✚", "▼"]; // of classes
const APART = 12; // CSS pixels between two points of one stroke
const [FINE, COARSE] = [0.05, 0.25]; // of the plane, that an arrow key moves the cursor by

/**
 * Draw points on the picture: of the chosen class, of the next with the right button or a second
 * finger; a drag sprays; by keyboard, arrows move a cursor and Enter draws. While the trainer is at
 * work the places wait, and then go together.
 *
 * @param {() => Frame | undefined} newest
 * @param {{ draw(request: Request): void, isIdle(): boolean, tell(told: Message): void }} page
 */
export function makeDrawing(newest, { draw, isIdle, tell }) {
  const picture = /** @type {HTMLElement} */ (document.querySelector("[data-boundary]"));
  const choice = /** @type {HTMLSelectElement} */ (document.querySelector("[data-draw]"));
  /** @type {number[][]} */
  let places = [];
  /** @type {Draw} */
  let what = "1";
  let classes = -1; // that can be drawn; 0: values
  let last = { x: 0, y: 0 };
  let goesOn = false; // what is drawn belongs to the stroke of what was drawn before
  const cursor = { x1: 0, x2: 0, mark: document.createElement("span") };
  cursor.mark.className = "cursor";
  cursor.mark.hidden = true;
  picture.append(cursor.mark);

  choice.addEventListener("change", () => {
    picture.toggleAttribute("data-drawing", choice.value !== "");
    cursor.mark.hidden = true;
  });
  picture.addEventListener("keydown", (event) => {
    const plane = newest()?.plane;
    if (!choice.value || !plane) return;
    const step = event.shiftKey ? COARSE : FINE;
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const move = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (move) {
      const moved = (/** @type {number} */ at, /** @type {number} */ by) =>
        Math.min(plane, Math.max(-plane, at + by * step));
      cursor.x1 = moved(cursor.x1, move[0] ?? 0);
      cursor.x2 = moved(cursor.x2, move[1] ?? 0);
      cursor.mark.hidden = false;
      const { toX, toY } = pictureOf(plane, 100);
      cursor.mark.style.left = `${toX(cursor.x1)}%`;
      cursor.mark.style.top = `${toY(cursor.x2)}%`;
      tell(message("drawing.cursor", { x1: cursor.x1, x2: cursor.x2 }));
    } else if (event.key === "Enter") {
      what = /** @type {Draw} */ (choice.value);
      places.push([cursor.x1, cursor.x2]);
      goesOn = false;
      flush();
    } else return;
    event.preventDefault();
  });
  picture.addEventListener("contextmenu", (event) => {
    if (choice.value) event.preventDefault();
  });
  picture.addEventListener("pointerdown", (event) => {
    if (!choice.value) return;
    const next = String((Number(choice.value) + 1) % (classes || 2));
    const isSecond = event.button === 2 || !event.isPrimary; // button, or finger
    const isOther = isSecond && choice.value !== "erase";
    what = /** @type {Draw} */ (isOther ? next : choice.value);
    picture.setPointerCapture(event.pointerId);
    goesOn = false;
    add(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!choice.value || !picture.hasPointerCapture(event.pointerId)) return;
    if (Math.hypot(event.offsetX - last.x, event.offsetY - last.y) >= APART) add(event);
  });
  document.querySelector("[data-action=undo-drawing]")?.addEventListener("click", () => {
    draw({ type: "draw", what: "undo", places: [], goes_on: false });
  });
  document.querySelector("[data-action=clear-points]")?.addEventListener("click", () => {
    if (!choice.value) choice.value = "0";
    choice.dispatchEvent(new Event("change"));
    draw({ type: "draw", what: "clear", places: [], goes_on: false });
  });

  /** @param {PointerEvent} event */
  function add({ offsetX, offsetY }) {
    const { pointAt } = pictureOf(newest()?.plane ?? 0, picture.clientWidth);
    const { x1, x2 } = pointAt(offsetX, offsetY);
    last = { x: offsetX, y: offsetY };
    places.push([x1, x2]);
    flush();
  }

  function flush() {
    if (places.length === 0 || !isIdle()) return;
    draw({ type: "draw", what, places, goes_on: goesOn });
    goesOn = true;
    places = [];
  }

  return {
    flush,

    /** Offer what can be drawn. @param {Frame} frame */
    showBrushes(frame) {
      if (frame.classes === classes) return;
      classes = frame.classes;
      const { value } = choice;
      const [off, ...others] = choice.options;
      const erase = others.at(-1);
      const brushes = Array.from({ length: classes || 2 }, (_, number) => {
        const option = new Option("", String(number));
        const code = classes ? "drawing.class" : number ? "drawing.high" : "drawing.low";
        showMessage(option, message(code, { number, shape: SHAPES[number] ?? "" }));
        return option;
      });
      if (off && erase) choice.replaceChildren(off, ...brushes, erase);
      choice.value = [...choice.options].some((each) => each.value === value) ? value : "";
      picture.toggleAttribute("data-drawing", choice.value !== "");
    },
  };
}
