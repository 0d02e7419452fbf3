// @ts-check

/** @import { Reply, Request, Tensor } from "./protocol.js" */
/** @typedef {{ type: "spare", buffer: ArrayBuffer }} Spare  Room for a reply to come. */

const LATE = 1000; // milliseconds without a reply

/**
 * Talk to the trainer: one request is under way at any time, the others wait in order,
 * and settings that wait together travel together.
 *
 * @param {{ postMessage(request: Request | Spare, transfer: ArrayBuffer[]): void }} worker
 * @param {(reply: Reply, request: Request) => void} onReply
 * @param {(isLate: boolean) => void} onLate  A reply is overdue, and later no longer.
 */
export function connect(worker, onReply, onLate) {
  /** @type {Request[]} */
  const waiting = [];
  /** @type {Request | undefined} */
  let underWay;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function next() {
    const request = underWay ? undefined : waiting.shift();
    if (!request) return;
    underWay = request;
    timer = setTimeout(() => onLate(true), LATE);
    worker.postMessage(request, []);
  }

  return {
    /** @param {Request} request */
    send(request) {
      const last = waiting.at(-1);
      if (last?.type === "configure" && request.type === "configure") {
        Object.assign(last.changes, request.changes);
      } else {
        waiting.push(request);
      }
      next();
    },

    /** @param {Reply} reply */
    receive(reply) {
      const request = /** @type {Request} */ (underWay);
      underWay = undefined;
      clearTimeout(timer);
      onLate(false);
      onReply(reply, request);
      next();
    },

    /** Give back the arrays of a reply that nobody looks at any more. @param {Tensor} tensor  One of them. */
    giveBack({ data: { buffer } }) {
      worker.postMessage({ type: "spare", buffer }, [buffer]);
    },

    isIdle: () => !underWay && waiting.length === 0,

    /** The settings that were sent, and neither taken nor refused yet. @returns {Record<string, string>} */
    unanswered: () =>
      Object.assign(
        {},
        ...[underWay, ...waiting].map((each) => (each?.type === "configure" ? each.changes : {})),
      ),
  };
}
