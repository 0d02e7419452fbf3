// @ts-check
// How much training is due. By stages, updates or epochs it is the same in every second, however
// fast pictures follow each other. By milliseconds it is all the time there is: while the page
// paints one picture, the worker trains for the next.

/** @import { StepRequest } from "../protocol.js" */

/** @typedef {{ unit: StepRequest["unit"], perSecond: number }} Pace */

const LONGEST = 100; // milliseconds that are made up for; after a longer pause nothing is
const SMOOTH = 1000 / 60; // milliseconds from picture to picture

/** Count what is due; to be told of every animation frame and of every answer. */
export function makePacer() {
  let askedAt = 0;
  let owed = 0;
  let frameAt = 0; // when the last animation frame began
  let period = SMOOTH; // of the display
  let isAhead = false; // whether an answer came since that frame
  let training = 0; // milliseconds that the last step was asked to train for
  let besides = 3; // milliseconds that its answer takes besides: looking, messages, a busy page

  /** Milliseconds to train for, so that the answer is here in time for its picture. */
  function budget() {
    const passed = Math.floor((askedAt - frameAt) / period) + (isAhead ? 1 : 0);
    const frames = passed + Math.max(1, Math.round(SMOOTH / period));
    const due = frameAt + (frames - 1 / 3) * period; // when the page has painted the last one
    return Math.max(due - askedAt - besides, Math.max(period, besides) / 4);
  }

  return {
    /** Begin: the first step is due at once. */
    start() {
      owed = 1;
      askedAt = performance.now();
    },

    /** An animation frame is here. @param {number} time  When it began. */
    frame(time) {
      const passed = time - frameAt; // whole periods: a busy page misses some
      if (passed > 0) period = passed / Math.max(1, Math.round(passed / period));
      frameAt = time;
      isAhead = false;
    },

    /** An answer is here; returns whether to ask on at once: no more than once in a frame. @param {Pace} pace */
    answered({ unit }) {
      const error = performance.now() - askedAt - training - besides;
      if (training) besides += Math.min(1, Math.max(-1, error)); // so that a hiccup counts little
      training = 0;
      const isFirst = !isAhead;
      isAhead = true;
      return isFirst && unit === "milliseconds";
    },

    /** How far to train now, if at all. @param {Pace} pace @returns {Pick<StepRequest, "unit" | "amount"> | undefined} */
    due({ unit, perSecond }) {
      const now = performance.now();
      owed += (Math.min(LONGEST, now - askedAt) / 1000) * perSecond;
      askedAt = now;
      if (unit === "milliseconds") {
        owed = 0;
        training = budget();
        return { unit, amount: training };
      }
      const amount = Math.floor(owed);
      if (amount === 0) return undefined;
      owed -= amount;
      return { unit, amount };
    },
  };
}
