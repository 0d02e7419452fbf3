// @ts-check

import { find } from "../lib/dom.js";
import { paintArm, paintPlot } from "../paint/experiment-plots.js";
import { curveKey } from "../paint/legend.js";

/** @import { Request, Trial } from "../protocol.js" */

const part = (/** @type {string} */ name) => find(`[data-trial=${name}]`);

/**
 * An experiment in place of the demo: a prediction first, then runs side by side.
 *
 * @param {Record<string, object>} known  The page's own experiments.
 * @param {(request: Request) => void} send
 * @param {(text: string) => void} say
 * @param {(text: string) => void} showState  How the experiment is.
 */
export function makeExperiment(known, send, say, showState) {
  let definition = ""; // of the one that is open
  let asked = ""; // of the one that is to open
  let again = 0; // how often it has started with other first weights
  /** What was measured, with each of them. @type {string[]} */
  let rounds = [];
  /** @type {Trial | undefined} */
  let trial;

  /** @param {boolean} isOpen */
  function setOpen(isOpen) {
    document.body.toggleAttribute("data-experiment", isOpen);
    find("[data-view=experiment]").hidden = !isOpen;
    if (!isOpen) trial = undefined;
  }

  const chosen = () =>
    /** @type {HTMLInputElement | null} */ (document.querySelector("[name=prediction]:checked"));

  return {
    isOpen: () => trial !== undefined,
    close: () => setOpen(false),

    /** The experiment that a link names or holds. @param {string} name */
    open(name) {
      const own = Object.hasOwn(known, name) ? JSON.stringify(known[name]) : "";
      asked = name.startsWith("{") ? name : own;
      if (!asked) {
        say(`There is no experiment named ${JSON.stringify(name.slice(0, 40))}.`);
        return;
      }
      send({ type: "experiment", definition: asked, again: 0 });
    },

    /** Whether training may begin: not before somebody has said what he expects. */
    isPredicted() {
      if (chosen()) return true;
      say("Choose what you expect first.");
      return false;
    },

    /** What a request of the demo is to the experiment. @param {Request} request */
    asTrialRequest(request) {
      if (request.type === "step") return { ...request, type: /** @type {const} */ ("step_trial") };
      if (request.type !== "restart") return undefined;
      if (request.renew !== "nothing") again += 1;
      return { type: /** @type {const} */ ("experiment"), definition, again };
    },

    /** @param {Trial} reply */
    show(reply) {
      if (asked) {
        [definition, asked, again, rounds] = [asked, "", 0, []];
        part("choices").replaceChildren();
      }
      if (!trial) setOpen(true);
      trial = reply;
      part("title").textContent = reply.title;
      part("question").textContent = reply.question;
      if (part("choices").childElementCount === 0)
        part("choices").append(...choices(reply.choices));
      const arms = find("[data-arms]");
      if (arms.childElementCount !== reply.arms.length)
        arms.replaceChildren(...reply.arms.map(arm));
      showAnswer(reply);
      showState(reply.status === "ready" ? "Choose what you expect, then press Train." : "");
      [...arms.children].forEach((item, i) => {
        paintArm(/** @type {HTMLCanvasElement} */ (item.querySelector("canvas")), reply, i);
        const { label, update, train_loss, train_accuracy, message } =
          /** @type {Trial["arms"][number]} */ (reply.arms[i]);
        const told = `${update} updates, loss ${train_loss.toFixed(4)}, ${train_accuracy.toFixed(0)} %`;
        /** @type {HTMLElement} */ (item.querySelector("strong")).textContent = label;
        /** @type {HTMLElement} */ (item.querySelector("span")).textContent = message || told;
      });
      const charts = find("[data-plots]");
      if (charts.childElementCount !== reply.plots.length) {
        charts.replaceChildren(...reply.plots.map(() => document.createElement("canvas")));
      }
      [...charts.children].forEach((canvas, i) => {
        paintPlot(/** @type {HTMLCanvasElement} */ (canvas), reply, i);
      });
    },
  };

  /** @param {Trial} reply */
  function showAnswer({ answer, choices: texts }) {
    const place = part("answer");
    find("[data-action=again]").hidden = !answer;
    if (!answer) {
      place.replaceChildren();
      return;
    }
    if (place.childElementCount) return;
    rounds[again] = answer.sentence;
    const expected = Number(chosen()?.value ?? -1);
    const isRight = answer.right.includes(expected);
    const right = answer.right.map((i) => `“${texts[i]}”`).join(" or ");
    const wrong = right
      ? `You expected “${texts[expected]}”; it was ${right}.`
      : "None of the predictions is right.";
    const verdict = isRight ? "As you expected." : wrong;
    const told = [answer.sentence, verdict, answer.why].filter(Boolean);
    place.append(...told.map((text) => paragraph(text)));
    if (answer.look) {
      const link = Object.assign(document.createElement("a"), { className: "try" });
      link.href = `#${answer.look}`;
      link.textContent = "See it in numbers, step by step";
      place.append(link);
    }
    const measured = rounds.filter(Boolean);
    if (measured.length === 1) return;
    const list = document.createElement("ol");
    list.ariaLabel = "Every round so far";
    list.append(...measured.map((sentence) => paragraph(sentence, "li")));
    place.append(list);
  }
}

/** @param {string} text @param {"p" | "li"} kind */
function paragraph(text, kind = "p") {
  const made = document.createElement(kind);
  made.textContent = text;
  return made;
}

/** @param {string[]} texts */
function choices(texts) {
  return texts.map((text, i) => {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), {
      type: "radio",
      value: String(i),
    });
    input.name = "prediction";
    label.append(input, ` ${text}`);
    return label;
  });
}

/** @param {Trial["arms"][number]} _arm @param {number} i */
function arm(_arm, i) {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  canvas.role = "img";
  item.append(
    canvas,
    curveKey(i),
    document.createElement("strong"),
    document.createElement("span"),
  );
  return item;
}
