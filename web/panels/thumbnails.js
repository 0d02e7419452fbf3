// @ts-check
// A small picture of each dataset, to choose it by.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { lookOf, shapeElement } from "../paint/classes.js";

/** @import { Configure } from "../lib/setting.js" */
/** @import { Frame } from "../protocol.js" */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Record<string, number[][]>} pictures  A few points of each dataset: x1, x2, class.
 * @param {Configure} configure
 */
export function makeThumbnails(pictures, configure) {
  const buttons = Object.entries(pictures).map(([dataset, points]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", value: dataset, disabled: true });
    const name = message(`options.dataset.${dataset}`);
    showMessage(button, name, "aria-label");
    showMessage(button, name, "title");
    button.append(picture(points));
    button.addEventListener("click", () => configure({ dataset }));
    return button;
  });
  find("[data-thumbnails]").append(...buttons);

  /** @param {Frame} frame */
  return function showChosen({ settings }) {
    for (const button of buttons) {
      const isChosen = button.value === settings.dataset && !settings.custom_points;
      if (button.ariaPressed !== String(isChosen)) button.ariaPressed = String(isChosen);
    }
  };
}

/** @param {number[][]} points */
function picture(points) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.4 -1.4 2.8 2.8");
  svg.setAttribute("aria-hidden", "true");
  const classes = points.every(([, , label]) => Number.isInteger(label)) ? 2 : 0;
  for (const [x1 = 0, x2 = 0, label = 0] of points) {
    const dot = shapeElement(lookOf(label, classes), x1, -x2, 0.11);
    dot.setAttribute("class", "dot");
    svg.append(dot);
  }
  return svg;
}
