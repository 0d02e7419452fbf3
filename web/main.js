// @ts-check

import { makeAddress } from "./address.js";
import { paintBoundary } from "./boundary.js";
import { makeChart } from "./chart.js";
import { connect } from "./client.js";
import { makeCodePanel } from "./code.js";
import { forgetRefused, makeControls, markRefused, showOptions, showSettings } from "./controls.js";
import { find } from "./dom.js";
import { makeDrawing } from "./draw.js";
import { dataText } from "./embedded.js";
import { showEpochs } from "./epochs.js";
import { makeExperiment } from "./experiment.js";
import { makeHome, saveExported } from "./home.js";
import { listenToKeys } from "./keys.js";
import { makeLesson, showLessonNumbers } from "./lesson.js";
import { makeLicences } from "./licences.js";
import { readLink } from "./link.js";
import { paintNetwork } from "./network.js";
import { pointAtArrays, showNumbers, showOwnArrays } from "./numbers.js";
import { keepOffline } from "./offline.js";
import { makeParameter } from "./parameter.js";
import { makePast, showPast } from "./past.js";
import { makePointChoice } from "./points.js";
import { describeViews, put, showCounts, showReadouts, showStatus } from "./readouts.js";
import { makeShare } from "./share.js";
import { startUp } from "./startup.js";
import { makeTabs } from "./tabs.js";
import { chooseLanguage, makeLanguageChoice, speak } from "./translate.js";
import { makeWidths } from "./widths.js";

/** @import { Configure, Setting } from "./controls.js" */
/** @import { Files } from "./edits.js" */
/** @import { Frame, Inspection, Reply, Request } from "./protocol.js" */

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
// While pictures follow each other faster, lines, numbers and tables take turns: they cost the most.
const HURRY = 100; // milliseconds
const TURNS = ["network", "chart", "numbers"]; // plane and counts are always painted
const STOPPED =
  "Python was stopped and started again, with the code that worked last. " +
  "What you wrote is still in the editor.";

/** @type {Frame | undefined} */
let frame;
/** @type {Inspection | undefined} */
let inspection;
let isTraining = false;
let isPainted = true;
let paintedAt = 0;
let turn = 0; // of TURNS
let startsAtOnce = false; // once the frame of the link is here
let linkedHash = ""; // of a link that was opened, until its frame is here
/** @type {ReturnType<typeof connect> | undefined} */
let trainer;
/** The code that worked last; its run can be started again. @type {Files} */
let goodFiles = {};

const send = (/** @type {Request} */ request) => {
  trainer?.send(request);
  showBusy();
};
/** For those who script the page: whether an answer is still to come. */
const showBusy = () => document.body.toggleAttribute("data-busy", !trainer?.isIdle());
/** To the experiment, where one is open; else to the demo. @param {Request} request */
const ask = (request) =>
  send((experiment.isOpen() && experiment.asTrialRequest(request)) || request);
/** @type {Configure} */
const configure = (changes) =>
  send({ type: "configure", changes: /** @type {Record<string, string>} */ (changes) });
/** The settings as they will be, if what was sent is taken. */
const wanted = () => ({ ...frame?.settings, ...trainer?.unanswered() });
/** @type {{ settings: Setting[], files: Files }} */
const schema = JSON.parse(dataText("script[data-schema]"));
// first, for it takes longest: it calls back when all below is there
const python = startUp((worker) => {
  const stop = find("[data-action=stop-code]");
  const last = frame;
  const isFirst = !last;
  trainer = connect(worker, receive, (isLate) => {
    stop.hidden = !isLate;
  });
  const connected = trainer;
  worker.onmessage = ({ data }) => connected.receive(data);
  worker.onerror = ({ message }) => receive({ type: "failed", message, traceback: message });
  stop.onclick = () => {
    stop.hidden = true;
    trainer = undefined;
    setTraining(false);
    worker.terminate();
    python.startAgain();
  };
  if (!isFirst) send({ type: "run", files: goodFiles });
  isTranslated.finally(() => {
    open(isFirst ? location.hash : last.link);
    if (isFirst) return;
    configure(last.settings); // what a link does not hold, too
    send({ type: "tell", message: STOPPED });
  });
}, say);
makeControls(schema.settings, configure);
const showWidths = makeWidths(find("[data-widths]"), wanted, schema.settings, configure);
const code = makeCodePanel(schema.files, {
  onRun: (files) => send({ type: "run", files }),
  onWord: pointAtArrays,
  say,
});
const parameter = makeParameter(() => frame, send);
makePointChoice(() => frame, send);
const flushDrawing = makeDrawing(
  () => frame,
  (request) => {
    setTraining(false);
    send(request);
  },
  () => trainer?.isIdle() ?? false,
  say,
);
makeTabs(find("[data-views]"), () => {
  showOwnArrays();
  repaint();
});
makePast(() => setTraining(false), send);
const paintChart = makeChart(() => frame, schema.settings, repaint);
makeHome(() => frame, send, say);
makeLicences();
const lesson = makeLesson(find("[data-view=lesson]"), find("[data-action=lesson]"));
/** @type {Record<string, { arms: { label: string }[], choices: { text: string }[] }>} */
const experiments = JSON.parse(dataText("script[data-experiments]"));
const experiment = makeExperiment(experiments, send, say);
const language = chooseLanguage(readLink(location.hash).place.lang);
makeLanguageChoice(language);
const address = makeAddress(language, experiment, lesson, send);
makeShare(() => frame, code.edits, address.place, schema.settings);
const isTranslated = language === "en" ? Promise.resolve() : translatePage(language);

/** @param {string} text */
function say(text) {
  put(find("[data-message]"), text);
}

/** @param {string} wanted */
async function translatePage(wanted) {
  try {
    const texts = await speak(/** @type {"de" | "es"} */ (wanted));
    lesson.translate(texts.lesson);
    for (const [name, { arms, choices, ...words }] of Object.entries(texts.experiments)) {
      const own = experiments[name];
      if (!own) continue;
      Object.assign(own, words);
      for (const [i, arm] of own.arms.entries()) arm.label = arms[i] ?? arm.label;
      for (const [i, choice] of own.choices.entries()) choice.text = choices[i] ?? choice.text;
    }
  } catch (error) {
    say(/** @type {Error} */ (error).message); // and the page stays English
  }
}

/** @param {Reply} reply @param {Request} [request]  What it answers. */
function receive(reply, request) {
  switch (reply.type) {
    case "frame":
      if (request?.type === "run") {
        goodFiles = request.files;
        code.setRunning(goodFiles);
      }
      show(reply);
      break;
    case "trial":
      if (reply.answer) setTraining(false);
      experiment.show(reply);
      showStatus(isTraining ? "training" : reply.status);
      break;
    case "inspection":
      inspection = isTraining ? undefined : reply;
      repaint();
      showNumbers(inspection, code.pointAt);
      break;
    case "checked":
      parameter.showCheck(reply);
      break;
    case "exported":
      saveExported(reply);
      break;
    case "refused":
      say(reply.message);
      markRefused(reply.message);
      break;
    case "broken":
      setTraining(false);
      showStatus("error");
      say(reply.message);
      code.showBroken(reply);
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
  requestAnimationFrame(onFrame);
  flushDrawing();
  showBusy();
}

/** @param {Frame} reply */
function show(reply) {
  const isFirst = !frame;
  if (frame) trainer?.giveBack(frame.grid);
  frame = reply;
  if (frame.status === "stopped" || frame.status === "diverged") setTraining(false);
  address.show(frame);
  code.showFrame(frame);
  showOptions(frame);
  showStatus(isTraining ? "training" : frame.status);
  say(frame.message);
  if (linkedHash) code.openLink(linkedHash);
  linkedHash = "";
  if (startsAtOnce) {
    startsAtOnce = false;
    setTraining(true);
  }
  put(find("[data-live]"), frame.milestone);
  if (isFirst) becomeReady();
  if (!isTraining) send({ type: "inspect" });
  repaint();
}

function repaint() {
  isPainted = false;
  requestAnimationFrame(onFrame);
}

/** Ask for the next frame, then paint the newest meanwhile: pausing is not asking. */
function onFrame() {
  if (!frame) return;
  if (isTraining && trainer?.isIdle()) ask({ type: "step", ...frame.pace });
  if (isPainted || experiment.isOpen()) return;
  const isCalm = CALM.matches && isTraining && performance.now() - paintedAt < CALM_PAUSE;
  if (!isCalm) paint(frame);
}

/** @param {Frame} current */
function paint(current) {
  isPainted = true;
  const isHurried = isTraining && performance.now() - paintedAt < HURRY;
  paintedAt = performance.now();
  turn = (turn + 1) % TURNS.length;
  const isDue = (/** @type {string} */ part) => !isHurried || TURNS[turn] === part;
  paintBoundary(canvas("boundary"), current, inspection);
  showCounts(current);
  if (isDue("numbers")) {
    showReadouts(current);
    parameter.show(current);
  }
  if (isDue("network")) paintNetwork(canvas("network"), current, inspection);
  if (!isDue("chart")) return;
  paintChart(current);
  showPast(current, trainer?.isIdle() ?? true);
  showEpochs(current);
  showSettings(current, trainer?.unanswered() ?? {});
  showWidths(current);
  showLessonNumbers(current);
  describeViews(current, inspection);
}

/** @param {boolean} on */
function setTraining(on) {
  if (on && experiment.isOpen() && !experiment.isPredicted()) return;
  isTraining = on;
  find("[data-action=train]").ariaPressed = String(on);
  inspection = undefined;
  showNumbers(undefined, code.pointAt);
  if (frame) showStatus(on ? "training" : frame.status);
  if (!on && frame && !experiment.isOpen()) send({ type: "inspect" });
  repaint();
}

/** @param {string} hash */
function open(hash) {
  setTraining(false);
  forgetRefused();
  startsAtOnce = address.open(hash, !frame);
}

function becomeReady() {
  for (const element of document.querySelectorAll("[data-while-loading]")) element.remove();
  canvas("boundary").hidden = false;
  for (const control of document.querySelectorAll("fieldset, button")) {
    if (!control.closest("[data-while-loading], [data-sections]"))
      control.removeAttribute("disabled");
  }
  code.improve().then(code.greet, ({ message }) => say(message));
  address.arrange();
  keepOffline(find("[data-action=update-page]"));
}

find("[data-action=train]").addEventListener("click", () => setTraining(!isTraining));
for (const [action, request] of Object.entries(REQUESTS)) {
  find(`[data-action=${action}]`).addEventListener("click", () => {
    setTraining(false);
    if (experiment.isOpen() && request.type === "step" && !experiment.isPredicted()) return;
    ask(request);
  });
}
find("[data-action=again]").addEventListener("click", () => {
  ask({ type: "restart", renew: "weights" });
  setTraining(true);
});
find("[data-action=close-experiment]").addEventListener("click", () => {
  open(frame?.link ?? "");
});
find("[data-action=help]").addEventListener("click", () => {
  /** @type {HTMLDialogElement} */ (find("[data-help]")).showModal();
});
for (const form of document.querySelectorAll("[data-settings], [data-weight-form]")) {
  form.addEventListener("submit", (event) => event.preventDefault());
}
addEventListener("hashchange", ({ newURL }) => {
  const { hash } = new URL(newURL);
  open(hash);
  linkedHash = hash;
});
const sizes = new ResizeObserver(repaint);
for (const view of ["boundary", "loss", "network"]) sizes.observe(canvas(view));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
listenToKeys();
document.body.dataset.started = ""; // the last line: watcher.js knows by it that all of this ran
