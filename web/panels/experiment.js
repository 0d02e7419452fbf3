// @ts-check
// An experiment: its question, the prediction, its runs and its answer.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";
import { showArms } from "./experiment-arms.js";
import { judged, relabelled, translated } from "./experiment-texts.js";

/** @import { ExperimentTexts } from "../boot/language.js" */
/** @import { Experiment } from "./experiment-texts.js" */
/** @import { Prediction } from "../lib/journal.js" */
/** @import { Message } from "../lib/message.js" */
/** @import { Request, TrialFrame } from "../protocol.js" */

const COUNTS = ["spread.learned", "spread.units"]; // results that are no median

const part = (/** @type {string} */ name) => find(`[data-trial=${name}]`);

/**
 * An experiment in place of the demo: a prediction first, then runs side by side.
 *
 * @param {Record<string, Experiment>} english  The page's own experiments.
 * @param {(request: Request) => void} send
 * @param {(told: Message) => void} tell
 * @param {(state: Message[]) => void} onState  How the experiment is.
 * @param {(prediction: Prediction) => void} onAnswer
 */
export function makeExperiment(english, send, tell, onState, onAnswer) {
  let known = english; // in the reader's language
  let definition = ""; // of the one that is open
  let name = ""; // of the one that was asked for last
  let asked = ""; // of the one that is to open
  let opened = 0; // when it opened
  /** @type {TrialFrame | undefined} */
  let trial;

  /** @param {boolean} isOpen */
  function setOpen(isOpen) {
    document.body.toggleAttribute("data-experiment", isOpen);
    find("[data-view=experiment]").hidden = !isOpen;
    if (!isOpen) trial = undefined;
  }

  const sizes = new ResizeObserver(() => {
    if (trial) show(trial);
  });
  for (const place of ["[data-arms]", "[data-plots]"]) sizes.observe(find(place));

  const chosen = () =>
    /** @type {HTMLInputElement | null} */ (document.querySelector("[name=prediction]:checked"));

  /** The experiment's texts; a built-in one's in the current language. @param {TrialFrame} reply */
  function textsOf({ title, question, choices, arms, answer }) {
    const own = Object.hasOwn(known, name) ? known[name] : undefined;
    return {
      title: own?.title ?? title,
      question: own?.question ?? question,
      choices: own?.choices.map(({ text }) => text) ?? choices,
      labels: own?.arms.map(({ label }) => label) ?? arms.map(({ label }) => label),
      closing: own?.closings[answer?.closing ?? -1]?.text ?? answer?.closing_text,
    };
  }

  /** @param {TrialFrame} reply */
  function show(reply) {
    const { title, question, choices, labels } = textsOf(reply);
    setText(part("title"), title);
    setText(part("question"), question);
    if (part("choices").childElementCount === 0) part("choices").append(...choices.map(choice));
    for (const [i, label] of [...part("choices").children].entries()) {
      setText(/** @type {Element} */ (label.lastElementChild), choices[i] ?? "");
    }
    showAnswer(reply);
    onState(reply.status === "ready" && !chosen() ? [message("experiment.choose")] : []);
    const [done = 0, runs = 0, rounds = 1] = reply.seeds;
    const soFar = reply.status === "ready" ? [] : message("experiment.seeds", { done, runs });
    const ofAll = message(rounds > 1 ? "experiment.rounds" : "experiment.numbers", {
      runs,
      rounds,
    });
    const isSpread = reply.arms.some(({ results }) =>
      results.some(({ code }) => !COUNTS.includes(code)),
    );
    showMessage(part("seeds"), reply.answer ? (isSpread ? ofAll : []) : soFar);
    showArms(reply, labels);
  }

  /** @param {TrialFrame} reply */
  function showAnswer(reply) {
    const { answer, arms } = reply;
    const place = part("answer");
    find("[data-action=again]").hidden = !answer;
    find("[data-view=experiment]").toggleAttribute("data-answered", Boolean(answer));
    if (!answer) {
      if (place.childElementCount) opened = Date.now(); // what is predicted from now on is another
      place.replaceChildren();
      return;
    }
    if (place.childElementCount) return;
    const { title, choices, labels, closing } = textsOf(reply);
    const renamed = new Map(arms.map(({ label }, i) => [label, labels[i] ?? label]));
    const expected = Number(chosen()?.value ?? -1);
    const verdict = judged(expected, answer.right, choices);
    const renamedOf = (/** @type {Message[]} */ told) =>
      told.map((one) => relabelled(one, renamed));
    place.append(paragraph(verdict), paragraph(renamedOf(answer.sentences)));
    if (closing) place.append(Object.assign(document.createElement("p"), { textContent: closing }));
    onAnswer({
      ...{ id: opened, name, title, expected: choices[expected] ?? "" },
      told: [...place.children].map(({ textContent }) => textContent ?? ""),
      isRight: answer.right.includes(expected),
    });
    if (answer.demo_link) {
      const link = Object.assign(document.createElement("a"), { className: "try" });
      link.href = `#${answer.demo_link}`;
      showMessage(link, "experiment.demo");
      place.append(link);
    }
    place.scrollIntoView({ block: "nearest" }); // on a phone it is far below
  }

  return {
    isOpen: () => trial !== undefined,

    /** Whether one is on its way: until it is here, nothing else trains. */
    isAwaited: () => asked !== "",

    close: () => setOpen(false),

    /** The page's own, in the reader's language. */
    known: () => known,

    /** The one that is open, as JSON. */
    definition: () => (trial ? definition : undefined),

    /** The one that was on its way does not come. */
    giveUp() {
      asked = "";
    },

    /** The experiment that a link names or holds. @param {string} wanted */
    open(wanted) {
      const own = Object.hasOwn(known, wanted) ? JSON.stringify(known[wanted]) : "";
      asked = wanted.startsWith("{") ? wanted : own;
      if (!asked) {
        tell(message("experiment.unknown", { name: JSON.stringify(wanted.slice(0, 40)) }));
        return;
      }
      name = wanted;
      find("[data-trial=edit]").hidden = Boolean(own);
      send({ type: "experiment", definition: asked, again: false });
    },

    /** Whether the reader has made a prediction; training waits for it. */
    isPredicted() {
      if (chosen()) return true;
      tell(message("experiment.choose-first"));
      return false;
    },

    /** A request of the demo, as one to the experiment where that is open. @param {Request} request @returns {Request} */
    addressed(request) {
      if (!trial) return request;
      if (request.type === "step") return { ...request, type: "step_trial" };
      if (request.type !== "restart") return request;
      return { type: "experiment", definition, again: request.renew !== "nothing" };
    },

    /** @param {TrialFrame} reply */
    show(reply) {
      if (asked) {
        [definition, asked, opened] = [asked, "", Date.now()];
        part("choices").replaceChildren();
      }
      if (!trial) setOpen(true);
      trial = reply;
      show(reply);
    },

    /** Speak another language. @param {Record<string, ExperimentTexts>} [texts]  English if left out. */
    translate(texts = {}) {
      known = translated(english, texts);
      if (!trial) return;
      part("answer").replaceChildren();
      show(trial);
    },
  };
}

/** @param {Message | Message[]} told */
function paragraph(told) {
  const made = document.createElement("p");
  showMessage(made, told);
  return made;
}

/** @param {string} _ @param {number} i */
function choice(_, i) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", value: String(i) });
  input.name = "prediction";
  label.append(input, " ", document.createElement("span"));
  return label;
}
