// @ts-check
// Python as the page has it: starts the worker, connects the page to it, and replaces a worker
// that died or was stopped.

import { connect } from "../lib/client.js";
import { find } from "../lib/dom.js";
import { message, messageOf } from "../lib/message.js";
import { bringRest } from "./loader.js";
import { startUp } from "./startup.js";

/** @import { Files } from "../lib/edits.js" */
/** @import { Frame, Reply, Request, Tensor } from "../protocol.js" */
/** @import { makeNotices } from "../lib/notices.js" */
/**
 * @typedef {{
 *   onUp(): void,
 *   onReply(reply: Reply, request: Request): void,
 *   onLost(): void,
 * }} Service  `onUp`: a Python is there, the first or another; `onLost`: it is gone.
 */

const SILENT = 20_000; // milliseconds without an answer, after which edited code has broken Python
const LASTING = ["configure", "open"]; // requests that another Python can answer

/**
 * Start Python in a worker. What is asked for while there is none waits. One that breaks down, or
 * that the reader stops, is replaced by another.
 *
 * @param {ReturnType<typeof makeNotices>} notices
 */
export function startTrainer({ tell, add, withdraw }) {
  /** @type {ReturnType<typeof connect> | undefined} */
  let connection;
  /** Asked for while there was no Python. @type {Request[]} */
  let postponed = [];
  /** The code that worked last; its run can be started again. @type {Files} */
  let goodFiles = {};
  let isRestoring = false; // what was there before Python broke down
  let complete = async () => {}; // brings the worker what the start did without
  /** @type {(service: Service) => void} */
  let serve = () => {};
  /** @type {Promise<Service>} */
  const service = new Promise((resolve) => {
    serve = resolve;
  });
  const stop = find("[data-action=stop-code]");

  const python = startUp(async (worker) => employ(worker, await service), tell);

  /** @param {Worker} worker @param {Service} service */
  function employ(worker, { onUp, onReply, onLost }) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let silence;
    let isWhole = false;
    complete = async () => {
      const rest = await bringRest();
      if (!isWhole) worker.postMessage({ type: "rest", ...rest });
      isWhole = true;
    };
    const connected = connect(
      worker,
      async () => {
        if (isWhole) return;
        const wait = message("python.incomplete");
        add(wait);
        try {
          await complete();
        } catch (error) {
          return message("python.rest-failed", { why: messageOf(error) });
        } finally {
          withdraw(wait);
        }
      },
      (reply, request) => {
        if (reply.type === "frame" && request.type === "run") goodFiles = request.files;
        if (reply.type === "frame" && request.type === "open_project") goodFiles = {};
        onReply(reply, request);
        if (connected.isIdle()) isRestoring = false;
        showBusy();
      },
      (isLate) => {
        stop.hidden = !isLate;
        clearTimeout(silence);
        if (isLate && runsEdits()) silence = setTimeout(replace, SILENT, "died");
      },
    );
    connection = connected;
    worker.onmessage = ({ data }) => {
      if (data?.type === "died") replace("died", data.traceback);
      else connected.receive(data);
    };
    worker.onerror = ({ message: words }) => replace("died", words);
    stop.onclick = () => replace("stopped");
    onUp();

    /** @param {"died" | "stopped"} why @param {string} [traceback] */
    function replace(why, traceback) {
      if (connection !== connected) return;
      if (traceback) console.warn(traceback);
      const isAgain = isRestoring && why === "died";
      if (isAgain) goodFiles = {};
      else postponed = connected.unanswered().filter(({ type }) => LASTING.includes(type));
      connected.close();
      clearTimeout(silence);
      worker.terminate();
      connection = undefined;
      stop.hidden = true;
      onLost();
      tell(message(isAgain ? "python.died-again" : `python.${why}`));
      python.startAgain();
    }
  }

  /** Whether code of the reader's is at work, or about to be. */
  function runsEdits() {
    const asked = connection
      ?.unanswered()
      .some((each) => each.type === "run" && Object.keys(each.files)[0]);
    return asked || Object.keys(goodFiles).length > 0;
  }

  const isIdle = () => connection?.isIdle() ?? false;
  /** For those who script the page: whether an answer is still to come. */
  const showBusy = () => document.body.toggleAttribute("data-busy", !isIdle());

  /** @param {Request} request */
  function send(request) {
    if (connection) connection.send(request);
    else postponed.push(request);
    showBusy();
  }

  return {
    /** Bring what the start did without; what fails is tried again when it is needed. */
    complete: () => complete().catch(() => {}),

    /** Whom to tell of Python and its replies. */
    serve,
    send,
    isIdle,
    isUp: () => connection !== undefined,
    isRestoring: () => isRestoring,

    /** The settings that were sent, and neither taken nor refused yet. */
    unansweredSettings: () => connection?.unansweredSettings() ?? {},

    /** Give back the arrays of a reply. @param {Tensor} tensor  One of them. */
    giveBack: (tensor) => connection?.giveBack(tensor),

    /** Nothing was there before: what was asked for is in the address. */
    begin() {
      postponed = [];
    },

    /** Bring back what a Python that is gone knew. @param {Frame} last  Its last frame. @param {number} run */
    restore({ link, settings, is_touched, theta }, run) {
      const later = postponed;
      postponed = [];
      isRestoring = true;
      send({ type: "run", files: goodFiles });
      send({ type: "open", link, run });
      send({ type: "configure", changes: settings }); // what a link does not hold, too
      if (is_touched) send({ type: "weights", theta: [...theta.data] });
      for (const request of later) send(request);
    },
  };
}
