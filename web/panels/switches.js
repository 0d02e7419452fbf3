// @ts-check
// A control for several names at once: a switch for each, with its small picture if it has one.

import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { isKnown, optionLabel } from "../lib/translate.js";
import { drawPictures } from "../paint/canvas.js";
import { tellBeside } from "./setting-help.js";

/** @import { Several } from "../lib/setting.js" */

/**
 * Its value is the names that are on, with commas between; `names` tells them to people. A click
 * changes it.
 *
 * @param {string} setting
 * @param {Several} field
 */
export function makeSwitches(setting, { options, pictures }) {
  const group = document.createElement("fieldset"); // which can be disabled
  group.className = "switches";
  showMessage(group, `settings.${setting}.label`, "aria-label");
  const names = document.createElement("output");
  const buttons = () => [...group.querySelectorAll("button")];
  const value = {
    get: () =>
      buttons()
        .filter(({ ariaPressed }) => ariaPressed === "true")
        .map((button) => button.value)
        .join(),
    set(/** @type {string} */ text) {
      const on = text.split(",");
      for (const button of buttons()) button.ariaPressed = String(on.includes(button.value));
      names.textContent = on.map((name) => optionLabel(setting, name)).join(", ");
    },
  };
  group.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    if (value.get() === button.value) {
      tellBeside(button, message("features.last"));
      return;
    }
    button.ariaPressed = String(button.ariaPressed !== "true");
    value.set(value.get());
    group.dispatchEvent(new Event("change"));
  });
  const offer = (/** @type {Record<string, string>} */ labels) => {
    const on = value.get();
    const offered = Object.entries(labels).map(([name, label]) => {
      const button = Object.assign(document.createElement("button"), {
        type: "button",
        value: name,
      });
      const code = `options.${setting}.${name}`;
      const told = isKnown(code) ? message(code) : verbatim(label);
      showMessage(button, told, "aria-label");
      showMessage(button, told, "title");
      const picture = pictures[name];
      button.append(picture ? canvasOf(picture) : label);
      return button;
    });
    group.replaceChildren(...offered);
    value.set(on);
  };
  Object.defineProperty(group, "value", value);
  offer(options);
  return Object.assign(group, { offer, names });
}

/** @param {number[][]} rows  Of values from 0 to 1. */
function canvasOf(rows) {
  const canvas = document.createElement("canvas");
  const side = rows.length;
  Object.assign(canvas, { width: side, height: side });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const picture = { shape: [side, side], data: Float32Array.from(rows.flat()) };
  drawPictures(context, picture, [{ x: 0, y: 0, size: side }]);
  return canvas;
}
