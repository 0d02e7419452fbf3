// @ts-check
// Paints a frame all over the page: hands it to each painter and panel.

import { find } from "../lib/dom.js";
import { paintBoundary } from "../paint/boundary.js";
import { isDecided, isOn } from "../url/display.js";
import { showEpoch } from "./batches.js";
import { showEpochs } from "./epoch-table.js";
import { showLayers } from "./gradients-panel.js";
import { showLessonNumbers } from "./lesson.js";
import { describeViews, showCounts, showReadouts } from "./readouts.js";
import { showSettings } from "./settings-panel.js";
import { showTask } from "./task.js";
import { showTimeline } from "./timeline.js";

/** @import { Paint } from "../lib/frame-loop.js" */
/** @import { startTrainer } from "../boot/python.js" */
/** @import { Kind, Shown } from "../paint/points.js" */
/** @import { Frame, Inspection } from "../protocol.js" */

const canvas = (/** @type {string} */ view) =>
  /** @type {HTMLCanvasElement} */ (find(`[data-view=${view}]`));

/**
 * How a frame is painted, all over the page.
 *
 * @param {ReturnType<typeof startTrainer>} trainer
 * @param {Record<"showChart" | "showWeight" | "showHint" | "showLayerButtons" | "showLegend" | "showBrushes" | "showStage" | "showThumbnails", (frame: Frame) => void> & {
 *   paintNetwork(frame: Frame, inspection: Inspection | undefined): void,
 *   showReadout(frame: Frame, inspection: Inspection | undefined, shown: Shown): void,
 *   emphasis(): Kind | undefined,
 * }} panels
 * @returns {Paint}
 */
export function makePainting(trainer, panels) {
  return (frame, inspection, isDue) => {
    const isOfClasses = isDecided() && frame.classes > 0;
    const threshold = isOfClasses ? Number(frame.settings.threshold) : undefined;
    const [training, validation] = [isOn("show_training"), isOn("show_validation")];
    const shown = { training, validation, emphasis: panels.emphasis(), threshold };
    paintBoundary(canvas("boundary"), frame, inspection, shown);
    panels.showReadout(frame, inspection, shown);
    showCounts(frame);
    if (document.body.hasAttribute("data-lesson")) showEpoch(frame);
    panels.showStage(frame);
    if (isDue("numbers")) {
      showReadouts(frame);
      panels.showWeight(frame);
    }
    if (isDue("network")) panels.paintNetwork(frame, inspection);
    if (!isDue("chart")) return;
    panels.showChart(frame);
    showTimeline(frame, trainer.isIdle());
    showEpochs(frame);
    showLayers(frame);
    showSettings(frame, trainer.unansweredSettings());
    showTask(frame);
    panels.showLayerButtons(frame);
    panels.showThumbnails(frame);
    panels.showLegend(frame);
    panels.showBrushes(frame);
    panels.showHint(frame);
    showLessonNumbers(frame);
    describeViews(frame, inspection);
  };
}
