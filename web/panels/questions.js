// @ts-check
// A question of each section of the lesson, drawn from the reader's own run.

import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";

/** @import { Message } from "../lib/message.js" */
/** @import { makeJournal } from "../lib/journal.js" */
/** @import { Asked, Judged, Request } from "../protocol.js" */

const form = () => /** @type {HTMLFormElement} */ (find("[data-question]"));
const answer = () => /** @type {HTMLInputElement} */ (find("[data-question-answer]"));

/**
 * The button opens the question of the section that is shown, which takes the section's place.
 *
 * @param {(request: Request) => void} send
 * @param {ReturnType<typeof makeJournal>} journal
 */
export function makeQuestions(send, journal) {
  const button = /** @type {HTMLButtonElement} */ (find("[data-action=question]"));
  const lesson = find("[data-view=lesson]");
  const choice = /** @type {HTMLSelectElement} */ (find("[data-section-choice]"));

  /** @param {boolean} isOpen */
  function open(isOpen) {
    form().hidden = !isOpen;
    button.ariaExpanded = String(isOpen);
    lesson.toggleAttribute("data-asks", isOpen);
    if (!isOpen) return;
    showMessage(find("[data-question-told]"), []);
    answer().value = "";
    send({ type: "ask", section: choice.value });
  }

  button.addEventListener("click", () => open(form().hidden === true));
  for (const other of [
    choice,
    find("[data-action=previous-section]"),
    find("[data-action=next-section]"),
  ])
    other.addEventListener(other === choice ? "change" : "click", () => open(false));
  form().addEventListener("submit", (event) => {
    event.preventDefault();
    send({ type: "judge", text: answer().value });
  });

  /** @param {Message[]} told @param {boolean} isRight */
  function tell(told, isRight) {
    const place = find("[data-question-told]");
    place.toggleAttribute("data-right", isRight);
    showMessage(place, told);
  }

  return {
    /** @param {Asked} asked */
    ask({ text }) {
      showMessage(find("[data-question-text]"), text);
      answer().focus();
    },

    /** @param {Judged} judged @param {string} given  What it judges. */
    judge({ is_right, told }, given) {
      tell(told, is_right);
      const title = choice.selectedOptions[0]?.dataset.title ?? "";
      const text = find("[data-question-text]").textContent ?? "";
      journal.answered(choice.value, { title, text, isRight: is_right }, given);
    },

    /** The answer was none. @param {Message} told */
    refuse: (told) => tell([told], false),
  };
}
