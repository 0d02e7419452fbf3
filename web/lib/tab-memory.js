// @ts-check
// What a tab knows and its address does not hold, across a reload: many points of the reader's
// own, the curves that he kept, and after an update of the page the run itself.

/** @import { Frame, Request } from "../protocol.js" */
/** @import { KeptCurve } from "../panels/kept-curves.js" */

const STORE = "watch-it-learn:tab";

/** @typedef {{ link: string, points: string, curves: KeptCurve[], epoch: number, theta: number[] }} Memory */

/**
 * @param {() => Frame | undefined} newest
 * @param {{ curves(): KeptCurve[], bring(curves: KeptCurve[]): void }} chart
 */
export function makeTabMemory(newest, chart) {
  let isUpdating = false;
  addEventListener("pagehide", () => {
    const frame = newest();
    if (!frame) return;
    const { link, settings, is_touched, epoch, theta } = frame;
    /** @type {Memory} */
    const memory = {
      link,
      points: /(^|&)custom_points=/.test(link) ? "" : (settings.custom_points ?? ""),
      curves: chart.curves(),
      epoch: isUpdating && !is_touched ? epoch : 0,
      theta: isUpdating && is_touched ? [...theta.data] : [],
    };
    try {
      sessionStorage.setItem(STORE, JSON.stringify(memory));
    } catch {} // storage may be missing, or full
  });

  return {
    /** A new version of the page is about to be loaded: the run shall go on there. */
    keepRun() {
      isUpdating = true;
    },

    /**
     * Bring back what the tab knew, if the address is the same.
     *
     * @param {Frame} frame  The first.
     * @param {(request: Request) => void} send
     */
    recall({ link }, send) {
      const memory = recalled();
      if (!memory) return;
      chart.bring(memory.curves);
      if (memory.link !== link) return;
      if (memory.points) send({ type: "configure", changes: { custom_points: memory.points } });
      if (memory.epoch) send({ type: "step", unit: "epoch", amount: memory.epoch });
      if (memory.theta[0] !== undefined) send({ type: "weights", theta: memory.theta });
    },
  };
}

/** @returns {Memory | undefined} */
function recalled() {
  try {
    const memory = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
    sessionStorage.removeItem(STORE);
    const isWhole =
      typeof memory?.link === "string" &&
      typeof memory.points === "string" &&
      typeof memory.epoch === "number" &&
      Array.isArray(memory.curves) &&
      Array.isArray(memory.theta);
    return isWhole ? memory : undefined;
  } catch {
    return undefined;
  }
}
