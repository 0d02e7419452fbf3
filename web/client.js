// @ts-check

/** @import { Reply, Request } from "./protocol.js" */

/**
 * Talk to the trainer: one request is under way at any time, the others wait in order,
 * and settings that wait together travel together.
 *
 * @param {{ postMessage(request: Request): void }} worker
 * @param {(reply: Reply) => void} onReply
 */
export function connect(worker, onReply) {
  /** @type {Request[]} */
  const waiting = [];
  let isBusy = false;

  function next() {
    const request = isBusy ? undefined : waiting.shift();
    if (!request) return;
    isBusy = true;
    worker.postMessage(request);
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
      isBusy = false;
      onReply(reply);
      next();
    },

    isIdle: () => !isBusy && waiting.length === 0,
  };
}
