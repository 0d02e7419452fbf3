// The pacer with a page and a worker that are simulated, on a clock that they move.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { makePacer } from "../../web/lib/pacer.js";

const FULL_SPEED = { unit: "milliseconds", perSecond: 1000 };
let clock = 0;
mock.method(performance, "now", () => clock);
beforeEach(() => {
  clock = 0;
});

/**
 * Train at full speed; all times in milliseconds.
 *
 * @param {{ period?: number, painting?: number, looking?: number, shownFor?: number }} page  `period`
 *   between animation frames, `painting` a frame, `looking` and sending for an answer, and for how
 *   long the tab is shown.
 * @returns What the last of three seconds saw: the shares of frames with no answer to paint and with
 *   one alone, and of time that was training; how often was asked after the tab was hidden.
 */
function trained({ period = 1000 / 60, painting = 3, looking = 2, shownFor = Infinity }) {
  clock = 0;
  const pacer = makePacer();
  let answerAt = Infinity;
  let busyUntil = 0;
  let answers = 0; // since the last frame
  const seen = { frames: 0, empty: 0, single: 0, training: 0, asked: 0 };

  function ask() {
    const { amount } = pacer.due(FULL_SPEED);
    answerAt = clock + amount + looking;
    if (clock >= 2000) seen.training += amount / 1000;
    if (clock > shownFor) seen.asked += 1;
  }

  pacer.start();
  for (let frameAt = period; clock < 3000; ) {
    const isFrame = frameAt <= Math.max(answerAt, busyUntil) && frameAt <= shownFor;
    clock = Math.max(isFrame ? frameAt : answerAt, busyUntil);
    if (clock === Infinity) break;
    if (!isFrame) {
      answerAt = Infinity;
      answers += 1;
      if (pacer.answered(FULL_SPEED)) ask();
      continue;
    }
    pacer.frame(frameAt);
    if (answerAt === Infinity) ask();
    if (clock >= 2000) {
      seen.frames += 1;
      seen.empty += Number(answers === 0);
      seen.single += Number(answers === 1);
    }
    busyUntil = clock + (answers ? painting : 0);
    answers = 0;
    frameAt += period * Math.ceil((busyUntil - frameAt) / period || 1);
  }
  const { frames, empty, single, training, asked } = seen;
  return { empty: empty / frames, single: single / frames, training, asked };
}

test("at full speed each frame has its picture, and the worker trains all along", () => {
  for (const page of [{}, { painting: 10 }, { looking: 8 }, { looking: 0 }]) {
    const { single, training } = trained(page);
    assert.ok(single > 0.98, JSON.stringify({ page, single }));
    const most = 1 - (60 * (page.looking ?? 2)) / 1000;
    assert.ok(training > 0.97 * most, JSON.stringify({ page, training, most }));
  }
});

test("a quick display gets about sixty pictures a second, no more: each costs training", () => {
  const { empty, training } = trained({ period: 1000 / 144 }); // a picture in every other frame
  assert.ok(empty > 0.45 && empty < 0.55, String(empty));
  assert.ok(training > 0.8, String(training));
});

test("where looking takes long, a part of the time is training nevertheless", () => {
  const { training } = trained({ looking: 60 });
  assert.ok(training > 0.13 && training < 0.25, String(training));
});

test("where painting takes long, training takes less, and each frame has its picture", () => {
  const { empty, training } = trained({ painting: 25 });
  assert.equal(empty, 0);
  assert.ok(training > 0.2, String(training));
});

test("after animation frames that were missed, the next picture is due as soon as ever", () => {
  const pacer = makePacer();
  const amounts = [10, 20, 30, 120].map((time) => {
    clock = time;
    pacer.frame(clock);
    return pacer.due(FULL_SPEED).amount;
  });
  assert.ok(Math.abs(amounts[3] - amounts[2]) < 1e-9, String(amounts));
});

test("a hidden tab, which has no animation frames, asks once more at most", () => {
  assert.ok(trained({ shownFor: 500 }).asked <= 1);
});

test("a slower speed is the same in every second, and is asked for at animation frames", () => {
  const pacer = makePacer();
  pacer.start();
  const pace = { unit: "update", perSecond: 20 };
  let amount = 0;
  for (let frame = 0; frame <= 120; frame++) {
    clock = (1000 * frame) / 60;
    pacer.frame(clock);
    amount += pacer.due(pace)?.amount ?? 0;
    assert.ok(!pacer.answered(pace));
  }
  assert.ok(Math.abs(amount - 41) <= 1, String(amount)); // one at once
});

test("a slower speed owes nothing of what full speed trained", () => {
  const pacer = makePacer();
  pacer.start();
  for (clock = 0; clock < 1000; clock += 16) {
    pacer.frame(clock);
    pacer.due(FULL_SPEED);
  }
  assert.equal(pacer.due({ unit: "update", perSecond: 20 }), undefined);
  clock += 100;
  assert.equal(pacer.due({ unit: "update", perSecond: 20 })?.amount, 2);
});
