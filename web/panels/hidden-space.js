// @ts-check
// The tab Space: the plane as a hidden layer sees it, along axes that the reader chooses.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { paintHiddenSpace } from "../paint/hidden-space.js";
import { isOn } from "../url/display.js";

/** @import { Frame } from "../protocol.js" */

const MAIN = "-1";

/**
 * @param {() => void} onChoose  Other axes are asked for.
 * @returns  What to show, and how a frame is shown.
 */
export function makeHiddenSpace(onChoose) {
  const panel = find("#panel-space");
  const choices = /** @type {HTMLSelectElement[]} */ ([...panel.querySelectorAll("select")]);
  const canvas = /** @type {HTMLCanvasElement} */ (find("[data-view=space]"));
  const words = find("[data-space-words]");
  let asked = [-1, -1, -1];
  let offered = "";
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      asked = choices.map(({ value }) => Number(value));
      onChoose();
    });
  }

  /** Offer the layers, and the units of the one that is seen. @param {NonNullable<Frame["space"]>} space */
  function offer({ layers, axes }) {
    const units = layers[axes[0] ?? 0] ?? 0;
    const now = `${layers} ${axes[0]}`;
    if (now !== offered) {
      offered = now;
      const [layer, ...others] = choices;
      layer?.replaceChildren(...layers.map((_, at) => new Option(`layers[${at}]`, String(at))));
      for (const choice of others) {
        const main = new Option("", MAIN);
        showMessage(main, message("space.main"));
        const ofUnits = Array.from({ length: units }, (_, at) => {
          const option = new Option("", String(at));
          showMessage(option, verbatim(`a[${at}]`));
          return option;
        });
        choice.replaceChildren(main, ...ofUnits);
      }
    }
    for (const [at, choice] of choices.entries()) {
      const value = String(axes[at]);
      if (choice.value !== value && choice !== document.activeElement) choice.value = value;
    }
  }

  return {
    axes: () => asked,
    /** @param {Frame} frame */
    show(frame) {
      if (panel.hidden) return;
      const { space } = frame;
      panel.toggleAttribute("data-empty", !space);
      if (!space) {
        showMessage(words, message("space.empty"));
        return;
      }
      offer(space);
      const [training, validation] = [isOn("show_training"), isOn("show_validation")];
      paintHiddenSpace(canvas, frame, { training, validation });
      const part = Math.round(100 * space.part);
      const units = space.layers[space.axes[0] ?? 0] ?? 0;
      if (space.part === 0) showMessage(words, message("space.flat"));
      else if (units === 1) showMessage(words, message("space.one"));
      else showMessage(words, message("space.words", { units, part }));
    },
  };
}
