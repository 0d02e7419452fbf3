// @ts-check
// The network's diagram: what the reader points at, by pointer, touch or keys, is explained.

import { find } from "../lib/dom.js";
import { parameterWords, placeOf, unitWords } from "../lib/formula.js";
import { showMessage } from "../lib/show.js";
import { boxOf } from "../paint/canvas.js";
import { makeFlow } from "../paint/flow.js";
import { paintNetwork } from "../paint/network.js";
import { placeUnits, pointedAt } from "../paint/network-layout.js";
import { makeRestButtons } from "./rest-buttons.js";
import { makeUnitView } from "./unit-view.js";

/** @import { Frame, Inspection } from "../protocol.js" */
/** @import { Kind } from "../paint/network.js" */
/** @import { Pointed } from "../paint/network-layout.js" */

/**
 * @param {() => Frame | undefined} newest
 * @param {() => Inspection | undefined} inspection
 * @param {{ repaint(): void, choose(index: number): void }} page  What a click or Enter chooses.
 */
export function makeNetworkPanel(newest, inspection, { repaint, choose }) {
  const canvas = /** @type {HTMLCanvasElement} */ (find("[data-view=network]"));
  const diagram = find("[data-diagram]");
  const words = find("[data-diagram-words]");
  const showUnit = makeUnitView();
  const flow = makeFlow(/** @type {HTMLCanvasElement} */ (find("[data-flowing]")));
  /** @type {Inspection | undefined} */
  let seen;
  /** @type {Set<number>} */
  const whole = new Set();
  const showRest = makeRestButtons(whole, repaint);
  /** @type {Pointed | undefined} */
  let hovered;
  /** @type {number | undefined} */
  let cursor; // a unit, while the diagram has the focus
  /** @type {Kind} */
  let lit = "";

  const boxes = (/** @type {number[]} */ sizes) => {
    const { width, height } = boxOf(canvas);
    return placeUnits(width, height, sizes, whole);
  };
  const at = (/** @type {MouseEvent} */ { offsetX, offsetY }) => {
    const sizes = newest()?.layer_sizes ?? [];
    const { scale } = boxOf(canvas);
    return pointedAt(boxes(sizes), offsetX / scale, offsetY / scale);
  };
  const pointed = () => hovered ?? (cursor === undefined ? undefined : { unit: cursor });

  /** @param {Pointed | undefined} next */
  function isHovered(next) {
    return next?.unit === hovered?.unit && next?.index === hovered?.index;
  }

  /** @param {Pointed | undefined} next */
  function hover(next) {
    if (isHovered(next)) return;
    hovered = next;
    repaint();
  }

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    words.classList.toggle("above", event.offsetY > canvas.clientHeight / 2);
    hover(at(event));
  });
  canvas.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType !== "touch") hover(undefined);
  });
  canvas.addEventListener("click", (event) => {
    const hit = at(event);
    const isTouch = /** @type {PointerEvent} */ (event).pointerType === "touch";
    // the first tap explains, until the focus leaves; a second one on the same chooses
    if (isTouch && !isHovered(hit)) hover(hit);
    else if (hit?.index !== undefined) choose(hit.index);
  });
  diagram.addEventListener("blur", () => {
    cursor = undefined;
    hover(undefined);
    repaint();
  });
  diagram.addEventListener("keydown", (event) => {
    const sizes = newest()?.layer_sizes ?? [];
    const next = event.key === "Escape" ? undefined : moved(sizes, cursor, event.key);
    if (event.key === "Enter" && cursor !== undefined) {
      const index = pointedIndex(sizes, cursor);
      if (index !== undefined) choose(index);
    }
    if (next === cursor) return;
    event.preventDefault();
    cursor = next;
    const frame = newest();
    if (frame && next !== undefined)
      showMessage(find("[data-live]"), unitWords(frame, next, inspection()));
    repaint();
  });

  for (const entry of document.querySelectorAll("[data-light]")) {
    const light = (/** @type {Kind} */ kind) => {
      lit = kind;
      repaint();
    };
    const kind = /** @type {Kind} */ (/** @type {HTMLElement} */ (entry).dataset.light);
    for (const type of ["pointerenter", "focus"]) entry.addEventListener(type, () => light(kind));
    for (const type of ["pointerleave", "blur"]) entry.addEventListener(type, () => light(""));
  }

  /** @param {number[]} sizes @param {number} unit */
  function pointedIndex(sizes, unit) {
    const box = boxes(sizes).flat()[unit];
    return box && pointedAt(boxes(sizes), box.x + box.size / 2, box.y + box.size / 2)?.index;
  }

  /**
   * @param {number[]} sizes
   * @param {number | undefined} unit
   * @param {string} key
   */
  function moved(sizes, unit, key) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    if (!by || !sizes[0]) return unit;
    if (unit === undefined) return 0;
    const shown = boxes(sizes).map((layer) => layer.filter(({ size }) => size).length);
    const { layer, at } = placeOf(sizes, unit);
    const [across = 0, down = 0] = by;
    const to = Math.min(Math.max(layer + across, 0), sizes.length - 1);
    const most = (shown[to] ?? 1) - 1;
    // in another layer the unit at the same height
    const level =
      to === layer ? at : Math.round((at * most) / Math.max(1, (shown[layer] ?? 1) - 1));
    const first = sizes.slice(0, to).reduce((sum, size) => sum + size, 0);
    return first + Math.min(Math.max(level + down, 0), most);
  }

  return {
    /** @param {Frame} frame @param {Inspection | undefined} inspection */
    paint(frame, inspection) {
      const { layer_sizes, theta } = frame;
      const units = layer_sizes.reduce((sum, size) => sum + size, 0);
      if (cursor !== undefined && cursor >= units) cursor = undefined;
      if ((hovered?.unit ?? 0) >= units || (hovered?.index ?? 0) >= theta.data.length)
        hovered = undefined;
      showRest(layer_sizes);
      find("[data-mark=dropout]").hidden = !(Number(frame.settings.dropout) > 0);
      find("[data-mark=frozen]").hidden = !frame.frozen.data.length;
      const now = pointed();
      const places = boxes(layer_sizes);
      paintNetwork(canvas, frame, inspection, { boxes: places, pointed: now, lit });
      showUnit(frame, inspection, now?.unit);
      const stage = inspection?.stage;
      const isNew = seen?.stage !== stage;
      seen = inspection;
      if (isNew && (stage === "forward" || stage === "backward")) flow(places, stage);
      const isLine = now?.index !== undefined && now.unit === undefined;
      showMessage(words, isLine ? parameterWords(frame, now.index ?? 0, inspection) : []);
    },
  };
}
