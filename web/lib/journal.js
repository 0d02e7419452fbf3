// @ts-check
// The journal: what a learner did so far, for the lab report and for the marks in the lesson. It
// stays in this browser.

import { keep, recalled } from "./storage.js";

/**
 * @typedef {{ id: number, name: string, title: string, expected: string, told: string[], isRight: boolean }} Prediction
 * @typedef {{ title: string, text: string, answers: string[], isRight: boolean }} Answered  A question, as it was shown.
 * @typedef {{ link: string, moment: string, caption: string, settings: string[], picture: string, curve: number[][], code: string }} KeptRun  `moment` is
 *   how a link says how far it is; empty where no link brings it back.
 * @typedef {{
 *   name: string, words: string, section: string,
 *   predictions: Prediction[], questions: Record<string, Answered>, runs: KeptRun[],
 * }} Journal
 */

const STORE = "watch-it-learn:journal";
const MOST = { predictions: 60, runs: 12 }; // of which older ones go first

/** @type {Prediction} */
const PREDICTION = { id: 0, name: "", title: "", expected: "", told: [], isRight: false };
/** @type {Answered} */
const ANSWERED = { title: "", text: "", answers: [], isRight: false };
/** @type {KeptRun} */
const RUN = { link: "", moment: "", caption: "", settings: [], picture: "", curve: [], code: "" };

/** @returns {Journal} */
function empty() {
  return { name: "", words: "", section: "", predictions: [], questions: {}, runs: [] };
}

/** What the browser keeps; another version, or another page of this origin, may have kept something else. @returns {Journal} */
function kept() {
  const whole = empty();
  try {
    const found = JSON.parse(recalled(STORE) ?? "{}");
    for (const key of /** @type {const} */ (["name", "words", "section"])) {
      if (typeof found[key] === "string") whole[key] = found[key];
    }
    whole.predictions = (found.predictions ?? []).filter(isLike(PREDICTION));
    whole.runs = (found.runs ?? []).filter(
      (/** @type {KeptRun} */ run) => isLike(RUN)(run) && run.curve.every(Array.isArray),
    );
    const questions = Object.entries(found.questions ?? {});
    whole.questions = Object.fromEntries(questions.filter(([, each]) => isLike(ANSWERED)(each)));
  } catch {} // what was read so far
  return whole;
}

/** Whether a value has what a sample has, of the same kinds. @param {object} sample @returns {(value: unknown) => boolean} */
function isLike(sample) {
  const kind = (/** @type {unknown} */ value) => (Array.isArray(value) ? "list" : typeof value);
  return (value) =>
    Object.entries(sample).every(
      ([key, like]) => kind(/** @type {any} */ (value)?.[key]) === kind(like),
    );
}

/** A journal that every tab of this page writes to. @param {() => void} onChange */
export function makeJournal(onChange) {
  let journal = kept();
  let isKept = true;

  /** Change it as it is now: another tab may have written. @param {(journal: Journal) => void} how */
  function change(how) {
    if (isKept) journal = kept();
    how(journal);
    journal.predictions.splice(0, journal.predictions.length - MOST.predictions);
    journal.runs.splice(0, journal.runs.length - MOST.runs);
    isKept = keep(STORE, JSON.stringify(journal));
    onChange();
  }

  return {
    now: () => journal,
    change,

    /** Whether the browser keeps it for the next visit. */
    isKept: () => isKept,

    /** A prediction and what came of it, or more of that. @param {Prediction} prediction */
    predicted(prediction) {
      change(({ predictions }) => replace(predictions, prediction, ({ id }) => id));
    },

    /** An answer to the question of a section. @param {string} section @param {Omit<Answered, "answers">} question @param {string} answer */
    answered(section, question, answer) {
      change(({ questions }) => {
        const last = questions[section];
        const before = last?.text === question.text ? last : undefined; // of other numbers
        const answers = [...(before?.answers ?? []), answer];
        const isRight = question.isRight || before?.isRight === true;
        questions[section] = { ...question, answers, isRight };
      });
    },

    /** A run as it is; of the same settings and code, the one that got farthest is kept. @param {KeptRun} run */
    trained(run) {
      const key = (/** @type {KeptRun} */ { link, code }) => `${link}\n${code}`;
      const length = (/** @type {KeptRun} */ { curve }) => curve.at(-1)?.[0] ?? 0;
      const before = journal.runs.find((each) => key(each) === key(run));
      if (before && length(before) > length(run)) return;
      change(({ runs }) => replace(runs, run, key));
    },

    clear() {
      change((journal) => Object.assign(journal, empty()));
    },
  };
}

/** Put one at the end of a list, in place of the one that is the same. @template One @param {One[]} list @param {One} one @param {(one: One) => unknown} key */
function replace(list, one, key) {
  const at = list.findIndex((each) => key(each) === key(one));
  if (at >= 0) list.splice(at, 1);
  list.push(one);
}
