// @ts-check
// The texts of experiments in the reader's language.

import { message } from "../lib/message.js";

/** @import { ExperimentTexts } from "../boot/language.js" */
/** @import { Message, Param } from "../lib/message.js" */
/** @typedef {{ title: string, question: string, closings: { text: string }[], arms: { label: string }[], choices: { text: string }[] }} Experiment */

/**
 * Experiments with the texts of another language.
 *
 * @param {Record<string, Experiment>} english
 * @param {Record<string, ExperimentTexts>} texts
 */
export function translated(english, texts) {
  const made = structuredClone(english);
  for (const [name, experiment] of Object.entries(made)) {
    const { arms = [], choices = [], closings = [], ...others } = texts[name] ?? {};
    Object.assign(experiment, others);
    for (const [i, arm] of experiment.arms.entries()) arm.label = arms[i] ?? arm.label;
    for (const [i, each] of experiment.choices.entries()) each.text = choices[i] ?? each.text;
    for (const [i, each] of experiment.closings.entries()) each.text = closings[i] ?? each.text;
  }
  return made;
}

/** What to tell of a prediction. @param {number} expected @param {number[]} right @param {string[]} choices */
export function judged(expected, right, choices) {
  if (right.includes(expected)) return message("experiment.right");
  const [first, ...others] = right.map((i) =>
    message("experiment.choice", { choice: choices[i] ?? "" }),
  );
  if (!first) return message("experiment.none-right");
  return message("experiment.wrong", {
    expected: choices[expected] ?? "",
    right: others.reduce((some, other) => message("experiment.or", { some, other }), first),
  });
}

/**
 * A message in which runs have other labels: those that Python knows are of the language in
 * which the experiment was opened.
 *
 * @param {Message} told
 * @param {Map<string, string>} labels
 * @returns {Message}
 */
export function relabelled(told, labels) {
  /** @type {(param: Param) => any} */
  const other = (param) => {
    if (typeof param === "string") return labels.get(param) ?? param;
    if (typeof param === "number") return param;
    return Array.isArray(param) ? param.map(other) : relabelled(param, labels);
  };
  const params = Object.entries(told.params).map(([name, param]) => [name, other(param)]);
  return { ...told, params: Object.fromEntries(params) };
}
