// @ts-check
// The wiring: control to request, reply to paint. A click on Train goes through panels/toolbar.js,
// lib/frame-loop.js, lib/client.js and boot/worker.js to py/trainer/page/bridge.py; the frame that
// answers it comes back through lib/client.js, replies.js and panels/painting.js.

import { dataText } from "./boot/embedded.js";
import { makeLanguage, speakEnglish } from "./boot/language.js";
import { keepOffline } from "./boot/offline.js";
import { startTrainer } from "./boot/python.js";
import { endStartup } from "./boot/startup.js";
import { find } from "./lib/dom.js";
import { keepFocus } from "./lib/focus.js";
import { makeLoop } from "./lib/frame-loop.js";
import { makeJournal } from "./lib/journal.js";
import { listenToKeys } from "./lib/keys.js";
import { messageOf } from "./lib/message.js";
import { makeNotices } from "./lib/notices.js";
import { showStatus } from "./lib/readout.js";
import { makeTabMemory } from "./lib/tab-memory.js";
import { listenToToolbars } from "./lib/toolbars.js";
import { pointAtArrays, showArrays, showStageArrays } from "./panels/arrays-panel.js";
import { makeBatchTable } from "./panels/batch-table.js";
import { makeBatches } from "./panels/batches.js";
import { makeCodePanel } from "./panels/code.js";
import { listenForCompiled } from "./panels/compiled-code.js";
import { makeDataFile } from "./panels/data-file.js";
import { makeDownloads } from "./panels/downloads.js";
import { makeDrawing } from "./panels/drawing.js";
import { makeExperiment } from "./panels/experiment.js";
import { makeExperimentEditor } from "./panels/experiment-editor.js";
import { makeHiddenSpace } from "./panels/hidden-space.js";
import { makeHints } from "./panels/hints.js";
import { makeLabReport } from "./panels/lab-report.js";
import { makeLayerActivations } from "./panels/layer-activations.js";
import { makeLayerButtons } from "./panels/layer-buttons.js";
import { makeLegend } from "./panels/legend.js";
import { makeLesson } from "./panels/lesson.js";
import { makeLicences } from "./panels/licences.js";
import { makeListing } from "./panels/listing.js";
import { makeChart } from "./panels/loss-chart.js";
import { makeNetworkPanel } from "./panels/network-panel.js";
import { makePainting } from "./panels/painting.js";
import { makePlaneReadout } from "./panels/plane-readout.js";
import { makePointChoice } from "./panels/point-choice.js";
import { makePrint } from "./panels/print.js";
import { makeProject } from "./panels/project.js";
import { makeQuestions } from "./panels/questions.js";
import { forgetRefused, makeControls } from "./panels/settings-panel.js";
import { makeShare } from "./panels/share.js";
import { makeStageStrip } from "./panels/stage-strip.js";
import { makeTabs } from "./panels/tabs.js";
import { makeThumbnails } from "./panels/thumbnails.js";
import { makeTimeline } from "./panels/timeline.js";
import { makeToolbar } from "./panels/toolbar.js";
import { makeViewSwitch } from "./panels/view-switch.js";
import { makeWeightInspector } from "./panels/weight-inspector.js";
import { makeReplies } from "./replies.js";
import { DISPLAY_SETTINGS, displayed, isOn, pace, setDisplay } from "./url/display.js";
import { readLink } from "./url/permalink.js";
import { makeRouter } from "./url/router.js";

/** @import { Translation } from "./boot/language.js" */
/** @import { Files } from "./lib/edits.js" */
/** @import { Configure, NumberField, Setting } from "./lib/setting.js" */
/** @import { Choices } from "./panels/experiment-editor.js" */
/** @import { Frame, Request } from "./protocol.js" */

/** Tabs that cost Python something while they are open. */
const TABS = /** @type {const} */ (["gradients", "epochs", "space"]);

let openPanels = ""; // as Python was told
speakEnglish();
const notices = makeNotices();
const hints = makeHints();
const { tell } = notices;
const trainer = startTrainer(notices); // first, for it takes longest
const { send } = trainer;
/** @type {{ settings: Setting[], files: Files, thumbnails: Record<string, number[][]>, weight: NumberField, experiment: Choices }} */
const schema = JSON.parse(dataText("script[data-schema]"));
const builtIn = JSON.parse(dataText("script[data-experiments]"));
const journal = makeJournal(() => {
  lesson.mark();
  labReport.show();
});
const experiment = makeExperiment(
  builtIn,
  send,
  tell,
  (state) => notices.setState(state, true),
  journal.predicted,
);
const loop = makeLoop(trainer, experiment, pace);

/** Send what the reader asks for: what was told of his last act is over. @param {Request} request */
function act(request) {
  notices.clear();
  hints.stepAside();
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
  tellOpenPanels();
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
const showThumbnails = makeThumbnails(schema.thumbnails, configure);
const showLayerActivations = makeLayerActivations(configure);
const showLayerButtons = makeLayerButtons(
  find("[data-layer-buttons]"),
  wanted,
  schema.settings,
  configure,
);
const code = makeCodePanel(schema.files, JSON.parse(dataText("script[data-examples]")), {
  onRun: (files) => act({ type: "run", files }),
  onWord: pointAtArrays,
  tell: notices.add,
});
const weightInspector = makeWeightInspector(loop.newest, act, schema.weight, configure);
const networkPanel = makeNetworkPanel(loop.newest, loop.inspection, {
  repaint: loop.repaint,
  choose: weightInspector.choose,
});
makePointChoice(loop.newest, send);
makeListing(act);
makeBatches(act);
const questions = makeQuestions(act, journal);
const labReport = makeLabReport(journal, send);
const dataFile = makeDataFile(act, pause);
const drawing = makeDrawing(loop.newest, { draw: act, isIdle: trainer.isIdle, tell });
const showBatch = makeBatchTable(send);
const legend = makeLegend(loop.repaint);
makeTabs(find("[data-number-views]"), showStageArrays);
makeTabs(find("[data-views]"), () => {
  showStageArrays();
  tellOpenPanels();
  loop.repaint();
});
const hiddenSpace = makeHiddenSpace(() => tellOpenPanels());
makeTimeline(loop, { send: act, isIdle: trainer.isIdle });
const chart = makeChart(loop.newest, schema.settings, loop.repaint);
const memory = makeTabMemory(loop.newest, chart);
makeDownloads(loop.newest, act, tell);
const project = makeProject(act, tell, chart, code);
makeLicences();
listenForCompiled(act);
makePrint(loop.newest, schema.settings);
const lesson = makeLesson(find("[data-view=lesson]"), find("[data-action=lesson]"), journal);
const { lang, view } = readLink(location.hash).options;
const language = makeLanguage(lang, translate, (error) => tell(messageOf(error)));
const router = makeRouter({
  files: schema.files,
  experiment,
  lesson,
  send,
  tell,
  speak: language.speak,
  showView: (to) => showView(to),
  wanted,
});
const showView = makeViewSwitch(/** @type {"watch" | "code" | undefined} */ (view), (shown) => {
  router.stay({ view: shown === "code" ? shown : undefined });
  code.reveal();
});
const showStage = makeStageStrip(() => {
  showView("code");
  code.openLoop();
});
const experimentEditor = makeExperimentEditor(schema.experiment, {
  newest: loop.newest,
  known: experiment.known,
  shown: experiment.definition,
  send,
});
makeToolbar(loop, experiment, { act, clear: notices.clear, leave: router.leaveExperiment });
makeShare(loop.newest, code.edits, router.options, settings, router.experiment);
language.offer(router.forgetLanguage);
const isTranslated = language.begin();
const painting = makePainting(trainer, {
  showChart: chart.paint,
  showWeight: weightInspector.show,
  paintNetwork(frame, inspection) {
    networkPanel.paint(frame, inspection);
    hiddenSpace.show(frame);
  },
  showLayerButtons(frame) {
    showLayerButtons(frame);
    showLayerActivations(frame);
  },
  showStage: (frame) => showStage(frame, loop.isStagewise()),
  showThumbnails,
  showHint: hints.show,
  showReadout: makePlaneReadout(loop.newest, loop.repaint),
  showLegend: legend.show,
  showBrushes: drawing.showBrushes,
  emphasis: legend.emphasis,
});
loop.run({
  paint(frame, inspection, isDue) {
    painting(frame, inspection, isDue);
    if (!loop.isTraining()) labReport.see(frame);
  },
  onTurn() {
    showArrays(undefined, code.pointAt);
    showBatch(undefined);
    replies.showRunStatus();
  },
});
const replies = makeReplies({
  ...{
    code,
    project,
    dataFile,
    drawing,
    experiment,
    experimentEditor,
    labReport,
    loop,
    notices,
    questions,
    router,
    trainer,
    weightInspector,
    showBatch,
  },
  onFirst: becomeReady,
});
trainer.serve({
  onUp: () => isTranslated.finally(begin),
  onReply: replies.receive,
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
  openPanels = "";
  tellOpenPanels();
}

/** Another language is here. @param {Translation | undefined} texts */
function translate(texts) {
  lesson.translate(texts?.lesson);
  experiment.translate(texts?.experiments);
  code.translate();
  showArrays(loop.inspection(), code.pointAt);
  showBatch(loop.inspection());
  showStatus(/** @type {Frame["status"]} */ (document.body.dataset.status));
  loop.repaint();
}

/** Tell Python which panels are open, where that has changed. */
function tellOpenPanels() {
  /** @type {Extract<Request, { type: "show" }>["panels"]} */
  const panels = TABS.filter((tab) => !find(`#panel-${tab}`).hidden);
  if (isOn("hinges")) panels.push("hinges");
  const axes = hiddenSpace.axes();
  const now = [...panels, ...axes].join();
  if (now === openPanels) return;
  openPanels = now;
  send({ type: "show", panels, axes });
}

/** @param {string} hash @param {boolean} [isNew]  Else the panels have read it as they were made. */
function open(hash, isNew = false) {
  pause();
  forgetRefused();
  notices.clear();
  replies.awaitLink(isNew ? hash : "", router.open(hash, !loop.newest()));
  tellOpenPanels();
}

/** The first frame is here. @param {Frame} frame */
function becomeReady(frame) {
  endStartup();
  code.improve().then(code.greet, (error) => tell(messageOf(error)));
  router.arrange();
  const offer = find("[data-action=update-page]");
  trainer.complete().then(() => keepOffline(offer, memory.keepRun));
  memory.recall(frame, send);
  tellOpenPanels();
}

document.addEventListener("submit", (event) => {
  if (/** @type {HTMLFormElement} */ (event.target).method !== "dialog") event.preventDefault();
});
addEventListener("hashchange", ({ newURL }) => open(new URL(newURL).hash, true));
listenToKeys();
listenToToolbars();
find("[data-action=skip]").addEventListener("click", () => find("[data-boundary]").focus());
keepFocus();
document.body.dataset.started = ""; // the last line: watcher.js knows by it that all of this ran
