// @ts-check

import { dataText } from "./boot/embedded.js";
import { keepOffline } from "./boot/offline.js";
import { startUp } from "./boot/startup.js";
import { connect } from "./lib/client.js";
import { find } from "./lib/dom.js";
import { keepFocus } from "./lib/focus.js";
import { listenToKeys } from "./lib/keys.js";
import { chooseLanguage, makeLanguageChoice, speak, speakEnglish } from "./lib/language.js";
import { message, messageOf } from "./lib/message.js";
import { showMessage } from "./lib/show.js";
import { makeTabMemory } from "./lib/tab-memory.js";
import { t } from "./lib/translate.js";
import { paintBoundary } from "./paint/boundary.js";
import { paintNetwork } from "./paint/network.js";
import { pointAtArrays, showNumbers, showOwnArrays } from "./panels/arrays-panel.js";
import { makeCodePanel } from "./panels/code.js";
import { makeHome, saveExported } from "./panels/downloads.js";
import { makeDrawing } from "./panels/drawing.js";
import { showEpochs } from "./panels/epoch-table.js";
import { makeExperiment } from "./panels/experiment.js";
import { makeWidths } from "./panels/layer-buttons.js";
import { makeLesson, showLessonNumbers } from "./panels/lesson.js";
import { makeLicences } from "./panels/licences.js";
import { makeChart } from "./panels/loss-chart.js";
import { makePointChoice } from "./panels/point-choice.js";
import { describeViews, showCounts, showReadouts, showStatus } from "./panels/readouts.js";
import {
  forgetRefused,
  makeControls,
  markRefused,
  showOptions,
  showSettings,
} from "./panels/settings-panel.js";
import { makeShare } from "./panels/share.js";
import { makeTabs } from "./panels/tabs.js";
import { makePast, showPast } from "./panels/timeline.js";
import { makeParameter } from "./panels/weight-inspector.js";
import { readLink } from "./url/permalink.js";
import { makeAddress } from "./url/router.js";

/** @import { Configure, Setting } from "./panels/settings-panel.js" */
/** @import { Message } from "./lib/message.js" */
/** @import { Experiment } from "./panels/experiment.js" */
/** @import { Files } from "./panels/edits.js" */
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
const TITLE = document.title;
const SILENT = 20_000; // milliseconds without an answer, after which edited code has broken Python
const LASTING = ["configure", "open"]; // requests that another Python can answer

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
/** @type {Message[]} */
let notice = []; // what the last act of the reader led to; it stays until the next
/** @type {Message[]} */
let trialState = []; // how the experiment is that is open
let isRestoring = false; // what was there before Python broke down
/** @type {ReturnType<typeof connect> | undefined} */
let trainer;
/** Asked for while there was no Python. @type {Request[]} */
let postponed = [];
/** The code that worked last; its run can be started again. @type {Files} */
let goodFiles = {};

const send = (/** @type {Request} */ request) => {
  if (trainer) trainer.send(request);
  else postponed.push(request);
  showBusy();
};
/** For those who script the page: whether an answer is still to come. */
const showBusy = () => document.body.toggleAttribute("data-busy", !trainer?.isIdle());
/** Send what the reader asks for: what was said of his last act is over. @param {Request} request */
const act = (request) => {
  tell();
  send(request);
};
/** To the experiment, where one is open; else to the demo. @param {Request} request */
const ask = (request) => (experiment.isOpen() && experiment.asTrialRequest(request)) || request;
/** @type {Configure} */
const configure = (changes) =>
  act({ type: "configure", changes: /** @type {Record<string, string>} */ (changes) });
/** The settings as they will be, if what was sent is taken. */
const wanted = () => ({ ...frame?.settings, ...trainer?.unansweredSettings() });
/** @type {{ settings: Setting[], files: Files }} */
const schema = JSON.parse(dataText("script[data-schema]"));
speakEnglish();
// first, for it takes longest: it calls back when all below is there
const python = startUp((worker) => {
  const stop = find("[data-action=stop-code]");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  const connected = connect(worker, receive, (isLate) => {
    stop.hidden = !isLate;
    clearTimeout(silence);
    if (isLate && runsEdits()) silence = setTimeout(restart, SILENT, "died");
  });
  trainer = connected;
  worker.onmessage = ({ data }) => {
    if (data?.type === "died") restart("died", data.traceback);
    else connected.receive(data);
  };
  worker.onerror = ({ message: words }) => restart("died", words);
  stop.onclick = () => restart("stopped");
  isTranslated.finally(() => {
    if (frame) return restore(frame);
    postponed = []; // the address has it
    return open(location.hash);
  });

  /** Put another Python in this one's place. @param {"died" | "stopped"} why @param {string} [traceback] */
  function restart(why, traceback) {
    if (trainer !== connected) return;
    if (traceback) console.warn(traceback);
    const isAgain = isRestoring && why === "died";
    if (isAgain) goodFiles = {};
    else postponed = connected.unanswered().filter(({ type }) => LASTING.includes(type));
    connected.close();
    clearTimeout(silence);
    worker.terminate();
    trainer = undefined;
    stop.hidden = true;
    setTraining(false);
    tell([message(isAgain ? "python.died-again" : `python.${why}`)]);
    python.startAgain();
  }
}, say);
makeControls(schema.settings, configure);
const showWidths = makeWidths(find("[data-widths]"), wanted, schema.settings, configure);
const code = makeCodePanel(schema.files, {
  onRun: (files) => act({ type: "run", files }),
  onWord: pointAtArrays,
  tell: (messages) => tell([...notice, ...messages]),
});
const parameter = makeParameter(() => frame, act);
makePointChoice(() => frame, send);
const flushDrawing = makeDrawing(
  () => frame,
  (request) => {
    setTraining(false);
    act(request);
  },
  () => trainer?.isIdle() ?? false,
  (told) => tell([told]),
);
makeTabs(find("[data-views]"), () => {
  showOwnArrays();
  show("epochs", !find("#panel-epochs").hidden);
  repaint();
});
makePast(() => setTraining(false), act);
const chart = makeChart(() => frame, schema.settings, repaint);
const memory = makeTabMemory(() => frame, chart);
makeHome(
  () => frame,
  act,
  (told) => tell([told]),
);
makeLicences();
const lesson = makeLesson(find("[data-view=lesson]"), find("[data-action=lesson]"));
/** @type {Record<string, Experiment>} */
const experiments = JSON.parse(dataText("script[data-experiments]"));
const experiment = makeExperiment(
  experiments,
  send,
  (told) => tell([told]),
  (state) => {
    trialState = state;
    sayAll();
  },
);
const language = chooseLanguage(readLink(location.hash).place.lang);
const address = makeAddress({ experiment, lesson, send, tell, speak: setLanguage, wanted });
makeLanguageChoice(language, setLanguage, address.forgetLanguage);
makeShare(() => frame, code.edits, address.place, schema.settings, address.experiment);
const isTranslated = language === "en" ? Promise.resolve() : setLanguage(language);

/** @param {Message | Message[]} told */
function say(told) {
  showMessage(find("[data-message]"), told);
}

/** Say what the reader's act led to, until he does something else. @param {Message[]} messages */
function tell(messages = []) {
  notice = messages;
  sayAll();
}

/** What the last act led to, and how the run is. */
function sayAll() {
  const isNew = frame?.status === "ready" && notice[0]; // and needs no welcome
  const state = experiment.isOpen() ? trialState : frame?.message;
  say([...notice, ...((!isNew && state) || [])]);
}

/** Have all of the page speak a language from now on. @param {string} wanted */
async function setLanguage(wanted) {
  try {
    const texts = await speak(wanted);
    lesson.translate(texts?.lesson);
    Object.assign(experiments, JSON.parse(dataText("script[data-experiments]")));
    for (const [name, { arms, choices, ...words }] of Object.entries(texts?.experiments ?? {})) {
      const own = experiments[name];
      if (!own) continue;
      Object.assign(own, words);
      for (const [i, arm] of own.arms.entries()) arm.label = arms[i] ?? arm.label;
      for (const [i, choice] of own.choices.entries()) choice.text = choices[i] ?? choice.text;
    }
    showStatus(/** @type {Frame["status"]} */ (document.body.dataset.status));
    showNumbers(inspection, code.pointAt);
    experiment.translate();
    repaint();
  } catch (error) {
    tell([messageOf(error)]); // and the page stays as it is
  }
}

/** Whether code of the reader's is at work, or about to be. */
function runsEdits() {
  const asked = trainer
    ?.unanswered()
    .some((each) => each.type === "run" && Object.keys(each.files)[0]);
  return asked || Object.keys(goodFiles).length > 0;
}

/** Bring back what a Python that is gone knew. @param {Frame} last  Its last frame. */
function restore(last) {
  const later = postponed;
  postponed = [];
  isRestoring = true;
  send({ type: "run", files: goodFiles });
  if (experiment.isOpen()) address.leaveExperiment();
  send({ type: "open", link: last.link, run: address.run() });
  send({ type: "configure", changes: last.settings }); // what a link does not hold, too
  if (last.is_touched) send({ type: "weights", theta: [...last.theta.data] });
  show("epochs", !find("#panel-epochs").hidden);
  for (const request of later) send(request);
}

/** Tell Python which panels are open. @param {"epochs"} panel @param {boolean} isOpen */
function show(panel, isOpen) {
  send({ type: "show", panels: isOpen ? [panel] : [] });
}

/** @param {Reply} reply @param {Request} request  What it answers. */
function receive(reply, request) {
  switch (reply.type) {
    case "frame":
      if (request.type === "run") {
        goodFiles = request.files;
        code.setRunning(goodFiles);
      }
      if (reply.note[0] && !isRestoring) {
        const before = request.type === "open" ? notice : []; // what else the link got wrong
        notice = [...before, ...reply.note];
      }
      showFrame(reply);
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
      markRefused(reply);
      tell([reply.message]);
      break;
    case "broken":
      stopTraining();
      showStatus("error");
      tell([reply.message]);
      code.showBroken(reply);
      break;
    case "failed":
      stopTraining();
      showStatus("error");
      tell([message("python.failed", { error: reply.message })]);
      console.error(reply.traceback);
      break;
    default:
      /** @satisfies {never} */ (reply);
  }
  if (trainer?.isIdle()) isRestoring = false;
  requestAnimationFrame(onFrame);
  flushDrawing();
  showBusy();
}

/** @param {Frame} reply */
function showFrame(reply) {
  const isFirst = !frame;
  const last = frame;
  if (last) trainer?.giveBack(last.grid);
  // what Python leaves out is as it was
  const isNew = reply.points.data.length > 0;
  frame = {
    ...reply,
    settings: { own: last?.settings.own ?? "", ...reply.settings },
    points: isNew || !last ? { ...reply.points, data: reply.points.data.slice() } : last.points,
  };
  if (frame.status === "stopped" || frame.status === "diverged") setTraining(false);
  address.show(frame);
  code.showFrame(frame);
  showOptions(frame);
  showStatus(isTraining ? "training" : frame.status);
  sayAll();
  if (linkedHash) code.openLink(linkedHash);
  linkedHash = "";
  if (startsAtOnce) {
    startsAtOnce = false;
    setTraining(true);
  }
  showMessage(find("[data-live]"), frame.milestone ?? []);
  if (isFirst) {
    becomeReady();
    memory.recall(frame, send);
    show("epochs", !find("#panel-epochs").hidden);
  }
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
  if (isTraining && trainer?.isIdle()) send(ask({ type: "step", ...frame.pace }));
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
  chart.paint(current);
  showPast(current, trainer?.isIdle() ?? true);
  showEpochs(current);
  showSettings(current, trainer?.unansweredSettings() ?? {});
  showWidths(current);
  showLessonNumbers(current);
  describeViews(current, inspection);
}

/** @param {boolean} on */
function setTraining(on) {
  if (on && experiment.isOpen() && !experiment.isPredicted()) return;
  const wasTraining = isTraining;
  isTraining = on;
  find("[data-action=train]").ariaPressed = String(on);
  if (on === wasTraining) return;
  inspection = undefined;
  showNumbers(undefined, code.pointAt);
  if (frame) showStatus(on ? "training" : frame.status);
  if (!on && frame && trainer && !experiment.isOpen()) send({ type: "inspect" });
  repaint();
}

/** Stop where a request failed: what the last stage made is not asked for, or it fails again. */
function stopTraining() {
  isTraining = false;
  find("[data-action=train]").ariaPressed = "false";
}

/** @param {string} hash */
function open(hash) {
  setTraining(false);
  forgetRefused();
  tell();
  startsAtOnce = address.open(hash, !frame);
}

function becomeReady() {
  for (const element of document.querySelectorAll("[data-while-loading]")) element.remove();
  canvas("boundary").hidden = false;
  for (const control of document.querySelectorAll("fieldset, button")) {
    if (!control.closest("[data-while-loading], [data-sections]"))
      control.removeAttribute("disabled");
  }
  code.improve().then(code.greet, (error) => tell([messageOf(error)]));
  address.arrange();
  keepOffline(find("[data-action=update-page]"), memory.keepRun);
}

find("[data-action=train]").addEventListener("click", () => {
  tell();
  setTraining(!isTraining);
});
for (const [action, request] of Object.entries(REQUESTS)) {
  find(`[data-action=${action}]`).addEventListener("click", () => {
    setTraining(false);
    if (experiment.isOpen() && request.type === "step" && !experiment.isPredicted()) return;
    act(ask(request));
  });
}
find("[data-action=again]").addEventListener("click", () => {
  act(ask({ type: "restart", renew: "weights" }));
  setTraining(true);
});
find("[data-action=close-experiment]").addEventListener("click", () => {
  setTraining(false);
  tell();
  address.leaveExperiment();
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
document.addEventListener("visibilitychange", () => {
  // a browser paints no hidden tab, so nothing trains there
  document.title = document.hidden && isTraining ? `${t("page.waiting")} – ${TITLE}` : TITLE;
});
listenToKeys();
keepFocus();
document.body.dataset.started = ""; // the last line: watcher.js knows by it that all of this ran
