// @ts-check
import { paintBoundary } from "./boundary.js";
import { connect } from "./client.js";
import { makeControls, markRefused, showSettings } from "./controls.js";
import { paintCurve } from "./curve.js";
import { dataText } from "./embedded.js";
import { listenToKeys } from "./keys.js";
import { paintNetwork } from "./network.js";
import { describeViews, showReadouts, showStatus } from "./readouts.js";
import { startUp } from "./startup.js";
import { makeWidths } from "./widths.js";

/** @import { Configure, Setting } from "./controls.js" */
/** @import { Frame, Reply, Request } from "./protocol.js" */

const find = (/** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (document.querySelector(selector));
const canvas = (/** @type {string} */ view) =>
  /** @type {HTMLCanvasElement} */ (find(`[data-view=${view}]`));

/** @type {Record<string, Request>} */
const REQUESTS = {
  "step-stage": { type: "step", unit: "stage", amount: 1 },
  "step-update": { type: "step", unit: "update", amount: 1 },
  "step-epoch": { type: "step", unit: "epoch", amount: 1 },
  reset: { type: "restart", renew: "nothing" },
  "new-weights": { type: "restart", renew: "weights" },
  "new-data": { type: "restart", renew: "data" },
};
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const CALM_PAUSE = 1000; // milliseconds between two pictures of a calm page

/** @type {Frame | undefined} */
let frame;
let isTraining = false;
let isPainted = true;
let paintedAt = 0;
/** @type {string | undefined} */
let shownLink;
/** @type {ReturnType<typeof connect> | undefined} */
let trainer;

/** @type {Configure} */
const configure = (changes) =>
  trainer?.send({ type: "configure", changes: /** @type {Record<string, string>} */ (changes) });
/** @type {Setting[]} */
const schema = JSON.parse(dataText("script[data-schema]"));
makeControls(schema, configure);
const showWidths = makeWidths(find("[data-widths]"), schema, configure);

/** @param {string} text */
function say(text) {
  const message = find("[data-message]");
  if (message.textContent !== text) message.textContent = text;
}

/** @param {Reply} reply */
function receive(reply) {
  switch (reply.type) {
    case "frame":
      show(reply);
      break;
    case "refused":
      say(reply.message);
      markRefused(reply.message);
      break;
    case "failed":
      setTraining(false);
      showStatus("error");
      say(`The trainer broke: ${reply.message}`);
      console.error(reply.traceback);
      break;
    default:
      /** @satisfies {never} */ (reply);
  }
}

/** @param {Frame} reply */
function show(reply) {
  const isFirst = !frame;
  frame = reply;
  isPainted = false;
  if (frame.status === "stopped" || frame.status === "diverged") setTraining(false);
  if (frame.link !== shownLink) {
    shownLink = frame.link;
    const { pathname, search } = location;
    history.replaceState(null, "", frame.link ? `#${frame.link}` : pathname + search);
  }
  if (isFirst) becomeReady();
  requestAnimationFrame(onFrame);
}

/** Paint the newest frame, then ask for the next: pausing is not asking. */
function onFrame() {
  const isCalm = CALM.matches && isTraining && performance.now() - paintedAt < CALM_PAUSE;
  if (frame && !isPainted && !isCalm) paint(frame);
  if (!frame || !isTraining || !trainer?.isIdle()) return;
  trainer.send({ type: "step", ...frame.pace });
}

/** @param {Frame} current */
function paint(current) {
  isPainted = true;
  paintedAt = performance.now();
  paintBoundary(canvas("boundary"), current, { showsBatch: !isTraining });
  paintCurve(canvas("loss"), current);
  paintNetwork(canvas("network"), current);
  showReadouts(current, isTraining);
  showSettings(current);
  showWidths(current);
  describeViews(current);
  say(current.message);
  const live = find("[data-live]");
  if (live.textContent !== current.milestone) live.textContent = current.milestone;
}

/** @param {boolean} on */
function setTraining(on) {
  isTraining = on;
  find("[data-action=train]").ariaPressed = String(on);
  isPainted = false;
  requestAnimationFrame(onFrame);
}

/** @param {string} link */
function open(link) {
  shownLink = undefined;
  trainer?.send({ type: "open", link });
}

function becomeReady() {
  for (const element of document.querySelectorAll("[data-while-loading]")) element.remove();
  canvas("boundary").hidden = false;
  canvas("network").hidden = false;
  for (const control of document.querySelectorAll("fieldset, button")) {
    control.removeAttribute("disabled");
  }
}

find("[data-action=train]").addEventListener("click", () => setTraining(!isTraining));
for (const [action, request] of Object.entries(REQUESTS)) {
  find(`[data-action=${action}]`).addEventListener("click", () => {
    setTraining(false);
    trainer?.send(request);
  });
}
find("[data-action=help]").addEventListener("click", () => {
  /** @type {HTMLDialogElement} */ (find("[data-help]")).showModal();
});
find("[data-settings]").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", ({ newURL }) => open(new URL(newURL).hash));
const repaint = () => {
  isPainted = false;
  requestAnimationFrame(onFrame);
};
new ResizeObserver(repaint).observe(find("main"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
listenToKeys();

startUp((worker) => {
  trainer = connect(worker, receive);
  worker.onmessage = ({ data }) => trainer?.receive(data);
  worker.onerror = ({ message }) => receive({ type: "failed", message, traceback: message });
  open(location.hash);
}, say);
