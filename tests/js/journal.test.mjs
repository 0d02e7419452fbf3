// The journal behind the lab report: what it keeps, and what it makes of what it finds.

import assert from "node:assert/strict";
import test from "node:test";

const STORE = "watch-it-learn:journal";
const RUN = {
  link: "a=1",
  moment: "epoch=3",
  caption: "c",
  settings: [],
  picture: "",
  curve: [],
  code: "",
};

/** @type {Map<string, string>} */
let kept = new Map();
let isFull = false;
globalThis.localStorage = /** @type {any} */ ({
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, text) => {
    if (isFull) throw new Error("full");
    kept.set(name, text);
  },
});
const { makeJournal } = await import("../../web/lib/journal.js");

function journal(found) {
  kept = new Map(found === undefined ? [] : [[STORE, found]]);
  isFull = false;
  return makeJournal(() => {});
}

test("another visit finds everything", () => {
  const first = journal();
  first.answered("loop", { title: "t", text: "q", isRight: false }, "3");
  first.answered("loop", { title: "t", text: "q", isRight: true }, "5");
  first.answered("loop", { title: "t", text: "q", isRight: false }, "6");
  first.trained(RUN);
  first.trained({ ...RUN, caption: "later" });
  first.trained({ ...RUN, code: "+x" });
  first.change((now) => {
    now.name = "Ada";
  });
  const { name, questions, runs } = makeJournal(() => {}).now();
  assert.equal(name, "Ada");
  assert.deepEqual(questions.loop, {
    title: "t",
    text: "q",
    answers: ["3", "5", "6"],
    isRight: true,
  });
  assert.deepEqual(
    runs.map(({ caption, code }) => [caption, code]),
    [
      ["later", ""],
      ["c", "+x"],
    ],
  );
});

test("of a run, the farthest moment is kept", () => {
  const one = journal();
  const at = (update, caption) => ({
    ...RUN,
    caption,
    curve: [
      [0, 1, 1],
      [update, 1, 1],
    ],
  });
  one.trained(at(10, "ten"));
  one.trained(at(3, "back in time"));
  assert.equal(one.now().runs[0].caption, "ten");
  one.trained(at(12, "twelve"));
  assert.equal(one.now().runs[0].caption, "twelve");
});

test("a question of other numbers is another question", () => {
  const one = journal();
  one.answered("loop", { title: "t", text: "5 updates", isRight: true }, "30");
  one.answered("loop", { title: "t", text: "4 updates", isRight: false }, "20");
  assert.deepEqual(one.now().questions.loop.answers, ["20"]);
  assert.equal(one.now().questions.loop.isRight, false);
});

test("two tabs write to one journal", () => {
  const [one, other] = [journal(), makeJournal(() => {})];
  one.trained(RUN);
  other.trained({ ...RUN, link: "b=2" });
  assert.equal(makeJournal(() => {}).now().runs.length, 2);
});

test("what cannot be shown is left out", () => {
  for (const text of ["{", "[]", "7", "null", '"x"']) assert.equal(journal(text).now().name, "");
  const found = journal(
    JSON.stringify({
      ...{ name: "Ada", words: 7, predictions: [{}, null, 3] },
      ...{ questions: { loop: { title: "t" } }, runs: [RUN, { ...RUN, curve: "no" }] },
    }),
  ).now();
  assert.deepEqual([found.name, found.words], ["Ada", ""]);
  assert.deepEqual([found.predictions, found.questions], [[], {}]);
  assert.deepEqual(found.runs, [RUN]);
});

test("older runs go first, and a full store loses nothing of this visit", () => {
  const many = journal();
  for (let i = 0; i < 20; i++) many.trained({ ...RUN, link: `a=${i}` });
  assert.equal(many.now().runs.length, 12);
  assert.equal(many.now().runs[0].link, "a=8");
  isFull = true;
  many.trained({ ...RUN, link: "new" });
  many.trained({ ...RUN, link: "newer" });
  assert.equal(many.isKept(), false);
  assert.deepEqual(
    many
      .now()
      .runs.slice(-2)
      .map(({ link }) => link),
    ["new", "newer"],
  );
});
