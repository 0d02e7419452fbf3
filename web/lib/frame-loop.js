// @ts-check
// The loop of request and paint. While a run trains, each animation frame requests the next picture
// and paints the newest one received; at full speed the request goes out before, as soon as that one
// is here. To pause is to stop requesting.

import { find } from "./dom.js";
import { makePacer } from "./pacer.js";
import { t } from "./translate.js";

/** @import { Frame, Inspection, Request } from "../protocol.js" */
/** @import { Pace } from "./pacer.js" */
/** @import { makeExperiment } from "../panels/experiment.js" */
/** @import { startTrainer } from "../boot/python.js" */
/** @typedef {"network" | "chart" | "numbers"} Turn */
/** @typedef {(frame: Frame, inspection: Inspection | undefined, isDue: (turn: Turn) => boolean) => void} Paint */

const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const CALM_PAUSE = 1000; // milliseconds between two pictures of a calm page
// While pictures follow each other faster, lines, numbers and tables take turns: they cost the most.
const HURRY = 100; // milliseconds
/** @type {Turn[]} */
const TURNS = ["network", "chart", "numbers"]; // plane and counts are always painted

/**
 * @param {ReturnType<typeof startTrainer>} trainer
 * @param {ReturnType<typeof makeExperiment>} experiment  Where it is open, it trains.
 * @param {(isExperiment: boolean) => Pace} pace  How fast to train.
 */
export function makeLoop(trainer, experiment, pace) {
  const button = find("[data-action=train]");
  /** @type {Frame | undefined} */
  let frame;
  /** @type {Inspection | undefined} */
  let inspection;
  let isTraining = false;
  const pacer = makePacer();
  let isPainted = true;
  let paintedAt = 0;
  let turn = 0; // of TURNS
  /** @type {Paint} */
  let paint = () => {};
  let onTurn = () => {};

  function repaint() {
    isPainted = false;
    requestAnimationFrame(tick);
  }

  /** @param {number} time */
  function tick(time) {
    pacer.frame(time);
    if (!frame) return;
    if (isTraining && trainer.isIdle()) train();
    if (isPainted || experiment.isOpen()) return;
    const isCalm = CALM.matches && isTraining && performance.now() - paintedAt < CALM_PAUSE;
    if (!isCalm) paintNow(frame);
  }

  function train() {
    const step = pacer.due(pace(experiment.isOpen()));
    if (step) trainer.send(experiment.addressed({ type: "step", ...step }));
    else requestAnimationFrame(tick);
    if (step && step.unit !== "stage") inspection = undefined;
  }

  /** @param {Frame} now */
  function paintNow(now) {
    isPainted = true;
    const isHurried = isTraining && performance.now() - paintedAt < HURRY;
    paintedAt = performance.now();
    turn = (turn + 1) % TURNS.length;
    paint(now, inspection, (each) => !isHurried || TURNS[turn] === each);
  }

  /** @param {boolean} on */
  function setTraining(on) {
    const isExperiment = experiment.isOpen() || experiment.isAwaited();
    if (on && isExperiment && !experiment.isPredicted()) return;
    const isTurn = on !== isTraining;
    isTraining = on;
    button.ariaPressed = String(on);
    if (!isTurn) return;
    inspection = undefined;
    pacer.start();
    onTurn();
    if (!on && frame && trainer.isUp() && !experiment.isOpen()) trainer.send({ type: "inspect" });
    repaint();
  }

  return {
    /** How to paint a frame, and what to do when training begins or ends. @param {{ paint: Paint, onTurn(): void }} page */
    run(page) {
      ({ paint, onTurn } = page);
      const sizes = new ResizeObserver(repaint);
      for (const canvas of document.querySelectorAll("canvas[data-view]")) sizes.observe(canvas);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
      const title = document.title;
      document.addEventListener("visibilitychange", () => {
        // a browser paints no hidden tab, so nothing trains there
        const waits = document.hidden && isTraining;
        document.title = waits ? `${t("page.waiting")} – ${title}` : title;
      });
    },

    /** Whether what a stage made is to be seen: at speed it would flicker. */
    isStagewise: () => !isTraining || pace(experiment.isOpen()).unit === "stage",

    /** The newest frame, if there is one yet. */
    newest: () => frame,
    inspection: () => inspection,
    isTraining: () => isTraining,
    setTraining,
    repaint,

    /** An answer is here: go on. */
    goOn() {
      const asksOn = pacer.answered(pace(experiment.isOpen()));
      if (asksOn && isTraining && trainer.isIdle()) train();
      requestAnimationFrame(tick);
    },

    /** Stop after a failed request, without an inspection: that could fail as well. */
    halt() {
      isTraining = false;
      button.ariaPressed = "false";
      repaint(); // what had no turn while it trained
    },

    /** @param {Frame} reply @returns {Frame}  With the unchanged parts, which Python left out. */
    take(reply) {
      const last = frame;
      if (last) trainer.giveBack(last.grid);
      const isNew = reply.settings.custom_points !== undefined; // none may be new, too
      frame = {
        ...reply,
        settings: { custom_points: last?.settings.custom_points ?? "", ...reply.settings },
        points: isNew || !last ? { ...reply.points, data: reply.points.data.slice() } : last.points,
      };
      const isOver = frame.status === "stopped" || frame.status === "diverged";
      if (isOver || frame.has_arrived) setTraining(false);
      return frame;
    },

    /** @param {Inspection} reply */
    takeInspection(reply) {
      inspection = this.isStagewise() ? reply : undefined;
      repaint();
    },
  };
}
