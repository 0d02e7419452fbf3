// @ts-check
// The strip below the header: the six stages, and what the last one did.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { STAGES } from "../lib/stages.js";

/** @import { Frame } from "../protocol.js" */

/**
 * A chip for each stage, and a sentence on the one that ended last. In the Watch view a link
 * leads to its lines.
 *
 * @param {() => void} showCode
 */
export function makeStageStrip(showCode) {
  const chips = STAGES.map((stage) => {
    const chip = document.createElement("li");
    chip.textContent = stage; // as the code has it, in every language
    return chip;
  });
  find("[data-stages]").append(...chips);
  const words = find("[data-stage-words]");
  const lines = find("[data-see-lines]");
  lines.addEventListener("click", (event) => {
    event.preventDefault();
    showCode();
  });

  /** @param {Frame} frame @param {boolean} isStagewise  Else all stages pass between two pictures. */
  return function showStage({ stage, stage_report, lines: [first = 0, last = 0] }, isStagewise) {
    const now = STAGES.indexOf(stage);
    for (const [at, chip] of chips.entries()) {
      const state = !isStagewise ? "passing" : at === now ? "now" : at < now ? "done" : "coming";
      if (chip.dataset.state !== state) chip.dataset.state = state;
      chip.ariaCurrent = state === "now" ? "step" : null;
    }
    showMessage(words, isStagewise ? stage_report : message("stages.passing"));
    lines.hidden = !isStagewise || first === 0;
    showMessage(lines, message("stages.lines", { first, last }));
  };
}

/** What a step did, for those who do not see it. @param {Frame} frame */
export function stepInWords({ stage, stage_report, lines: [first = 0, last = 0] }) {
  return [message("stages.done", { stage, first, last }), stage_report];
}
