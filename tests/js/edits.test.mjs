import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { codeProblem, linkedFiles, store, stored } from "../../web/panels/edits.js";

const packaged = { "training.py": "loop", "losses.py": "losses" };
let kept = null;
globalThis.localStorage = {
  getItem: () => kept,
  setItem: (_, text) => {
    kept = text;
  },
};
afterEach(() => {
  kept = null;
});

test("what another page stored is passed over, and an edit takes its place", () => {
  for (const strange of ["null", "[1]", '{"training.py": 7, "constructor": "x"}', "{", "7"]) {
    kept = strange;
    assert.deepEqual(stored(packaged), {});
    store(packaged, "training.py", "mine");
    assert.deepEqual(JSON.parse(kept), { "training.py": "mine" });
    store(packaged, "training.py", undefined);
    assert.equal(kept, "{}");
  }
});

test("a link's code that cannot be taken is named, and not taken", () => {
  for (const [name, length, problem] of [
    ["evil.py", 1, 'The link brings code for "evil.py", which cannot be edited.'],
    ["constructor", 1, 'The link brings code for "constructor", which cannot be edited.'],
    ["losses.py", 100_001, "losses.py in the link is too long: 100001 characters, at most 100000."],
  ]) {
    const link = `noise=0&code.${name}=${"x".repeat(length)}`;
    assert.equal(codeProblem(link), problem);
    assert.deepEqual(linkedFiles(packaged, `#${link}`), {});
  }
  assert.equal(codeProblem("noise=0&code.losses.py=x"), "");
  assert.deepEqual(linkedFiles(packaged, "#code.losses.py=x"), { "losses.py": "x" });
});
