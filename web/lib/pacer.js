// @ts-check
// How much training is due: the same in every second, however fast pictures follow each other.

/** @import { StepRequest } from "../protocol.js" */

/** @typedef {{ unit: StepRequest["unit"], perSecond: number }} Pace */

const LONGEST = 100; // milliseconds that are made up for; after a longer pause nothing is

/** Count what is due; to be asked at every animation frame. */
export function makePacer() {
  let askedAt = 0;
  let owed = 0;

  return {
    /** Begin: the first step is due at once. */
    start() {
      owed = 1;
      askedAt = performance.now();
    },

    /** How far to train now, if at all. @param {Pace} pace @returns {Pick<StepRequest, "unit" | "amount"> | undefined} */
    due({ unit, perSecond }) {
      const now = performance.now();
      owed += (Math.min(LONGEST, now - askedAt) / 1000) * perSecond;
      askedAt = now;
      const amount = Math.floor(owed);
      if (amount === 0) return undefined;
      owed -= amount;
      return { unit, amount };
    },
  };
}
