// @ts-check
// The wiring: control to request, reply to paint.

import { dataText } from "./boot/embedded.js";
import { chooseLanguage, makeLanguageChoice, speak, speakEnglish } from "./boot/language.js";
import { keepOffline } from "./boot/offline.js";
import { startTrainer } from "./boot/python.js";
import { endStartup } from "./boot/startup.js";
import { find } from "./lib/dom.js";
import { keepFocus } from "./lib/focus.js";
import { makeLoop } from "./lib/frame-loop.js";
import { listenToKeys } from "./lib/keys.js";
import { message, messageOf } from "./lib/message.js";
import { makeNotices } from "./lib/notices.js";
import { showStatus } from "./lib/readout.js";
import { showMessage } from "./lib/show.js";
import { makeTabMemory } from "./lib/tab-memory.js";
import { showScale } from "./paint/legend.js";
import { pointAtArrays, showArrays, showStageArrays } from "./panels/arrays-panel.js";
import { makeCodePanel } from "./panels/code.js";
import { makeDownloads, saveExported } from "./panels/downloads.js";
import { makeDrawing } from "./panels/drawing.js";
import { makeExperiment } from "./panels/experiment.js";
import { makeLayerButtons } from "./panels/layer-buttons.js";
import { makeLesson } from "./panels/lesson.js";
import { makeLicences } from "./panels/licences.js";
import { makeChart } from "./panels/loss-chart.js";
import { makePainting } from "./panels/painting.js";
import { makePointChoice } from "./panels/point-choice.js";
import { forgetRefused, makeControls, markRefused, showOptions } from "./panels/settings-panel.js";
import { makeShare } from "./panels/share.js";
import { makeTabs } from "./panels/tabs.js";
import { makeTimeline } from "./panels/timeline.js";
import { makeToolbar } from "./panels/toolbar.js";
import { makeWeightInspector } from "./panels/weight-inspector.js";
import { DISPLAY_SETTINGS, displayed, setDisplay, stepOfFrame } from "./url/display.js";
import { readLink } from "./url/permalink.js";
import { makeRouter } from "./url/router.js";

/** @import { Files } from "./lib/edits.js" */
/** @import { Configure, Setting } from "./lib/setting.js" */
/** @import { Frame, Reply, Request } from "./protocol.js" */

let startsAtOnce = false; // once the frame of the link is here
let linkedHash = ""; // of a link that was opened, until its frame is here

speakEnglish();
const notices = makeNotices();
const { tell } = notices;
const trainer = startTrainer(tell); // first, for it takes longest
const { send } = trainer;
/** @type {{ settings: Setting[], files: Files }} */
const schema = JSON.parse(dataText("script[data-schema]"));
const builtIn = JSON.parse(dataText("script[data-experiments]"));
const experiment = makeExperiment(builtIn, send, tell, (state) => notices.setState(state, true));
const loop = makeLoop(trainer, experiment, stepOfFrame);

/** Send what the reader asks for: what was told of his last act is over. @param {Request} request */
function act(request) {
  notices.clear();
  send(request);
}
/** @type {Configure} */
function configure(given) {
  const changes = setDisplay(given);
  if (Object.keys(changes)[0])
    return act({ type: "configure", changes: /** @type {Record<string, string>} */ (changes) });
  notices.clear();
  const frame = loop.newest();
  if (frame) router.show(frame);
  loop.repaint();
}
/** The settings as they will be, if what was sent is taken. */
const wanted = () => ({
  ...loop.newest()?.settings,
  ...displayed(),
  ...trainer.unansweredSettings(),
});
const pause = () => loop.setTraining(false);

const settings = [...DISPLAY_SETTINGS, ...schema.settings];
makeControls(settings, configure);
const showLayerButtons = makeLayerButtons(
  find("[data-layer-buttons]"),
  wanted,
  schema.settings,
  configure,
);
const code = makeCodePanel(schema.files, {
  onRun: (files) => act({ type: "run", files }),
  onWord: pointAtArrays,
  tell: notices.add,
});
const weightInspector = makeWeightInspector(loop.newest, act);
makePointChoice(loop.newest, send);
const draw = (/** @type {Request} */ request) => {
  pause();
  act(request);
};
const drawing = makeDrawing(loop.newest, { draw, isIdle: trainer.isIdle, tell });
makeTabs(find("[data-views]"), () => {
  showStageArrays();
  tellOpenPanels();
  loop.repaint();
});
makeTimeline(pause, act);
const chart = makeChart(loop.newest, schema.settings, loop.repaint);
const memory = makeTabMemory(loop.newest, chart);
makeDownloads(loop.newest, act, tell);
makeLicences();
showScale();
const lesson = makeLesson(find("[data-view=lesson]"), find("[data-action=lesson]"));
const router = makeRouter({ experiment, lesson, send, tell, speak: setLanguage, wanted });
makeToolbar(loop, experiment, { act, clear: notices.clear, leave: router.leaveExperiment });
makeShare(loop.newest, code.edits, router.place, settings, router.experiment);
const language = chooseLanguage(readLink(location.hash).place.lang);
makeLanguageChoice(language, setLanguage, router.forgetLanguage);
const isTranslated = language === "en" ? Promise.resolve() : setLanguage(language);
loop.run({
  paint: makePainting(trainer, {
    showChart: chart.paint,
    showWeight: weightInspector.show,
    showLayerButtons,
  }),
  onTurn() {
    showArrays(undefined, code.pointAt);
    showRunStatus();
  },
});
trainer.serve({
  onUp: () => isTranslated.finally(begin),
  onReply: receive,
  onLost: pause,
});

/** A Python is there: open the page's link, or bring back what the last Python knew. */
function begin() {
  const last = loop.newest();
  if (!last) {
    trainer.begin();
    open(location.hash);
    return;
  }
  if (experiment.isOpen()) router.leaveExperiment();
  trainer.restore(last, router.run());
  tellOpenPanels();
}

/** Have all of the page speak a language from now on. @param {string} name */
async function setLanguage(name) {
  try {
    const texts = await speak(name);
    lesson.translate(texts?.lesson);
    experiment.translate(texts?.experiments);
    code.translate();
    showArrays(loop.inspection(), code.pointAt);
    showStatus(/** @type {Frame["status"]} */ (document.body.dataset.status));
    loop.repaint();
  } catch (error) {
    tell(messageOf(error)); // and the page stays as it is
  }
}

/** Tell Python which panels are open. */
function tellOpenPanels() {
  send({ type: "show", panels: find("#panel-epochs").hidden ? [] : ["epochs"] });
}

function showRunStatus() {
  const frame = loop.newest();
  if (frame) showStatus(loop.isTraining() ? "training" : frame.status);
}

/** @param {Reply} reply @param {Request} request  What it answers. */
function receive(reply, request) {
  switch (reply.type) {
    case "frame":
      showFrame(reply, request);
      break;
    case "trial":
      if (reply.answer) pause();
      experiment.show(reply);
      showStatus(loop.isTraining() ? "training" : reply.status);
      break;
    case "inspection":
      loop.takeInspection(reply);
      showArrays(loop.inspection(), code.pointAt);
      break;
    case "checked":
      weightInspector.showCheck(reply);
      break;
    case "exported":
      saveExported(reply);
      break;
    case "refused":
      markRefused(reply);
      tell(reply.message);
      break;
    case "broken":
      loop.halt();
      showStatus("error");
      tell(reply.message);
      code.showBroken(reply);
      break;
    case "failed":
      loop.halt();
      showStatus("error");
      tell(message("python.failed", { error: reply.message }));
      console.error(reply.traceback);
      break;
    default:
      /** @satisfies {never} */ (reply);
  }
  loop.goOn();
  drawing.flush();
}

/** @param {Frame} reply @param {Request} request  What it answers. */
function showFrame(reply, request) {
  const isFirst = !loop.newest();
  if (request.type === "run") code.setRunning(request.files);
  const frame = loop.take(reply);
  if (reply.note[0] && !trainer.isRestoring()) {
    if (request.type !== "open") notices.clear(); // else: what else the link got wrong
    notices.add(...reply.note);
  }
  if (!experiment.isOpen()) notices.setState(frame.message, frame.status === "ready");
  router.show(frame);
  code.showFrame(frame);
  showOptions(frame);
  showRunStatus();
  if (linkedHash) code.openLink(linkedHash);
  linkedHash = "";
  if (startsAtOnce) {
    startsAtOnce = false;
    loop.setTraining(true);
  }
  showMessage(find("[data-live]"), frame.milestone ?? []);
  if (isFirst) {
    becomeReady();
    memory.recall(frame, send);
    tellOpenPanels();
  }
  if (!loop.isTraining()) send({ type: "inspect" });
  loop.repaint();
}

/** @param {string} hash */
function open(hash) {
  pause();
  forgetRefused();
  notices.clear();
  startsAtOnce = router.open(hash, !loop.newest());
}

function becomeReady() {
  endStartup();
  code.improve().then(code.greet, (error) => tell(messageOf(error)));
  router.arrange();
  keepOffline(find("[data-action=update-page]"), memory.keepRun);
}

for (const form of document.querySelectorAll("[data-settings], [data-weight-form]")) {
  form.addEventListener("submit", (event) => event.preventDefault());
}
addEventListener("hashchange", ({ newURL }) => {
  const { hash } = new URL(newURL);
  open(hash);
  linkedHash = hash;
});
listenToKeys();
keepFocus();
document.body.dataset.started = ""; // the last line: watcher.js knows by it that all of this ran
