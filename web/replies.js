// @ts-check
// What the page does with each reply of Python.

import { find } from "./lib/dom.js";
import { message } from "./lib/message.js";
import { showStatus } from "./lib/readout.js";
import { showMessage } from "./lib/show.js";
import { showArrays } from "./panels/arrays-panel.js";
import { showBatches } from "./panels/batches.js";
import { showCompiled } from "./panels/compiled-code.js";
import { saveExported } from "./panels/downloads.js";
import { showListed } from "./panels/listing.js";
import { markRefused, showOptions } from "./panels/settings-panel.js";
import { stepInWords } from "./panels/stage-strip.js";

/** @import { startTrainer } from "./boot/python.js" */
/** @import { makeLoop } from "./lib/frame-loop.js" */
/** @import { makeNotices } from "./lib/notices.js" */
/** @import { makeBatchTable } from "./panels/batch-table.js" */
/** @import { makeCodePanel } from "./panels/code.js" */
/** @import { makeDataFile } from "./panels/data-file.js" */
/** @import { makeExperimentEditor } from "./panels/experiment-editor.js" */
/** @import { makeLabReport } from "./panels/lab-report.js" */
/** @import { makeProject } from "./panels/project.js" */
/** @import { makeQuestions } from "./panels/questions.js" */
/** @import { makeDrawing } from "./panels/drawing.js" */
/** @import { makeExperiment } from "./panels/experiment.js" */
/** @import { makeWeightInspector } from "./panels/weight-inspector.js" */
/** @import { Frame, Reply, Request } from "./protocol.js" */
/** @import { makeRouter } from "./url/router.js" */

/**
 * @param {{
 *   code: ReturnType<typeof makeCodePanel>,
 *   dataFile: ReturnType<typeof makeDataFile>,
 *   drawing: ReturnType<typeof makeDrawing>,
 *   labReport: ReturnType<typeof makeLabReport>,
 *   project: ReturnType<typeof makeProject>,
 *   questions: ReturnType<typeof makeQuestions>,
 *   experiment: ReturnType<typeof makeExperiment>,
 *   experimentEditor: ReturnType<typeof makeExperimentEditor>,
 *   loop: ReturnType<typeof makeLoop>,
 *   notices: ReturnType<typeof makeNotices>,
 *   router: ReturnType<typeof makeRouter>,
 *   trainer: ReturnType<typeof startTrainer>,
 *   weightInspector: ReturnType<typeof makeWeightInspector>,
 *   showBatch: ReturnType<typeof makeBatchTable>,
 *   onFirst(frame: Frame): void,
 * }} page
 */
export function makeReplies(page) {
  const { code, drawing, experiment, loop, notices, router, trainer, weightInspector } = page;
  const { onFirst, questions } = page;
  let linkedHash = ""; // of a link that was opened, until its frame is here
  let startsAtOnce = false; // once that frame is here

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
        if (reply.answer) loop.setTraining(false);
        experiment.show(reply);
        showStatus(loop.isTraining() ? "training" : reply.status);
        break;
      case "inspection":
        loop.takeInspection(reply);
        showArrays(loop.inspection(), code.pointAt);
        page.showBatch(loop.inspection());
        break;
      case "checked":
        weightInspector.showCheck(reply);
        break;
      case "compiled":
        showCompiled(reply);
        break;
      case "table":
        page.dataFile.show(reply);
        break;
      case "asked":
        questions.ask(reply);
        break;
      case "judged":
        if (request.type === "judge") questions.judge(reply, request.text);
        break;
      case "listed":
        showListed(reply);
        break;
      case "batches":
        showBatches(reply);
        break;
      case "sound":
        if (request.type === "check_experiment") page.experimentEditor.judge(request.definition);
        break;
      case "exported":
        if (request.type === "export" && request.format === "changes") page.labReport.take(reply);
        else saveExported(reply);
        break;
      case "refused":
        if (request.type === "read_table") {
          page.dataFile.refuse(reply);
          break;
        }
        if (request.type === "check_experiment") {
          page.experimentEditor.judge(request.definition, reply.message);
          break;
        }
        if (request.type === "judge") {
          questions.refuse(reply.message);
          break;
        }
        if (request.type === "experiment") experiment.giveUp();
        markRefused(reply);
        notices.tell(reply.message);
        if (request.type === "experiment" && !experiment.isOpen()) router.leaveExperiment();
        break;
      case "broken":
        loop.halt();
        showStatus("error");
        notices.tell(reply.message);
        code.showBroken(reply);
        break;
      case "failed":
        loop.halt();
        showStatus("error");
        notices.tell(message("python.failed", { error: reply.message }));
        console.error(reply.traceback);
        break;
      default:
        /** @satisfies {never} */ (reply);
    }
    drawing.flush(); // before training goes on, or it would wait for ever
    loop.goOn();
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
    if (request.type === "open_project") page.project.bring(request.text);
    if (!experiment.isOpen()) notices.setState(frame.message, frame.status === "ready");
    router.show(frame);
    code.showFrame(frame);
    showOptions(frame);
    showRunStatus();
    if (linkedHash) code.openLink(linkedHash);
    if (startsAtOnce) loop.setTraining(true);
    linkedHash = "";
    startsAtOnce = false;
    if (request.type === "step") {
      const told = loop.isStagewise() ? stepInWords(frame) : (frame.milestone ?? []);
      showMessage(find("[data-live]"), told);
    }
    if (isFirst) onFirst(frame);
    if (loop.isStagewise()) trainer.send({ type: "inspect" });
    loop.repaint();
  }

  return {
    receive,
    showRunStatus,

    /** A link was opened. @param {string} hash  If it is new. @param {boolean} starts  Training, at once. */
    awaitLink(hash, starts) {
      linkedHash = hash || linkedHash;
      startsAtOnce = starts;
    },
  };
}
