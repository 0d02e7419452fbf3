// @ts-check
// Sends requests to the worker, one at a time, and matches the replies to them.

/** @import { Reply, Request, Tensor } from "../protocol.js" */
/** @import { Message } from "./message.js" */
/** @typedef {{ type: "spare", buffer: ArrayBuffer }} Spare  Room for a reply to come. */
/** @typedef {{ type: "died", message: string, traceback: string }} Died  Python answers no more. */

const LATE = 1000; // milliseconds without a reply
/** What may import anything: code of the reader's, and parts of the trainer that come late. */
const NEED_ALL = [
  "run",
  "experiment",
  "check_experiment",
  "export",
  "list",
  "read_table",
  "open_project",
];
const REFUSALS = ["refused", "broken"]; // that answer any request, as "failed" does
/** What answers a request, where that is not a frame. @type {Record<string, string>} */
const ANSWERS = {
  inspect: "inspection",
  choose: "inspection",
  choose_example: "inspection",
  check: "checked",
  compiled: "compiled",
  export: "exported",
  list: "listed",
  measure_batches: "batches",
  ask: "asked",
  judge: "judged",
  save_project: "exported",
  read_table: "table",
  choose_columns: "table",
  experiment: "trial",
  step_trial: "trial",
  check_experiment: "sound",
};
/** The arrays that a reply cannot do without. @type {Record<string, string[]>} */
const ARRAYS = {
  frame: [
    "grid",
    "units",
    "theta",
    "frozen",
    "points",
    "batch",
    "epoch_scores",
    "update_losses",
    "hinges",
    "last_epochs",
    "confusion",
    "layer_norms",
    "activation_histograms",
  ],
  trial: ["grids", "curves", "bands", "points"],
  inspection: [
    "batch_rows",
    "activations",
    "dead",
    "left_out",
    "gradients",
    "edges",
    "order",
    "losses",
    "boundary",
    "boundary_before",
  ],
};

/**
 * Talk to the trainer: one request is under way at any time, the others wait in order,
 * and settings that wait together travel together. What is no answer to the request that is
 * under way is ignored: the reader's code runs beside Python.
 *
 * @param {{ postMessage(request: Request | Spare, transfer: ArrayBuffer[]): void }} worker
 * @param {() => Promise<Message | undefined>} complete  Brings the worker the rest of Python; a
 *   message tells why that failed.
 * @param {(reply: Reply, request: Request) => void} onReply
 * @param {(isLate: boolean) => void} onLate  A reply is overdue, and later no longer.
 */
export function connect(worker, complete, onReply, onLate) {
  /** @type {Request[]} */
  const waiting = [];
  /** @type {Request | undefined} */
  let underWay;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function next() {
    const request = underWay ? undefined : waiting.shift();
    if (!request) return;
    underWay = request;
    if (needsAll(request)) {
      const trouble = await complete();
      if (underWay !== request) return;
      if (trouble) return receive(/** @type {Reply} */ ({ type: "refused", message: trouble }));
    }
    timer = setTimeout(() => onLate(true), LATE);
    worker.postMessage(request, []);
  }

  /** @param {Reply} reply */
  function receive(reply) {
    const request = underWay;
    if (!request || !isAnswer(request, reply)) return;
    underWay = undefined;
    clearTimeout(timer);
    onLate(false);
    onReply(reply, request);
    next();
  }

  return {
    receive,

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

    /** Nothing more is to come. */
    close() {
      underWay = undefined;
      waiting.length = 0;
      clearTimeout(timer);
    },

    /** Return a reply's buffer to the worker. @param {Tensor} tensor  One of the reply's. */
    giveBack({ data: { buffer } }) {
      worker.postMessage({ type: "spare", buffer }, [buffer]);
    },

    isIdle: () => !underWay && waiting.length === 0,

    /** The requests that have no answer yet. */
    unanswered: () => [underWay, ...waiting].filter((each) => each !== undefined),

    /** The settings that were sent, and neither taken nor refused yet. @returns {Record<string, string>} */
    unansweredSettings: () =>
      Object.assign(
        {},
        ...[underWay, ...waiting].map((each) => (each?.type === "configure" ? each.changes : {})),
      ),
  };
}

/** @param {Request} request @param {any} reply */
function isAnswer({ type }, reply) {
  const wanted = Object.hasOwn(ANSWERS, type) ? ANSWERS[type] : "frame";
  if (reply?.type === "failed") return typeof reply.message === "string";
  if (REFUSALS.includes(reply?.type)) return typeof reply.message?.code === "string";
  return (
    reply?.type === wanted &&
    (ARRAYS[reply.type] ?? []).every((name) => ArrayBuffer.isView(reply[name]?.data))
  );
}

/** Whether a request may want what the start does without; a hidden space wants linear algebra. @param {Request} request */
function needsAll(request) {
  if (request.type === "show") return request.panels.includes("space");
  return NEED_ALL.includes(request.type);
}
