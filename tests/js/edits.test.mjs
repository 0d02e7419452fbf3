import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { codeProblem, linkedFiles, store, stored } from "../../web/lib/edits.js";

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
    ["evil.py", 1, { code: "code.link-unknown", params: { file: '"evil.py"' } }],
    ["constructor", 1, { code: "code.link-unknown", params: { file: '"constructor"' } }],
    [
      "losses.py",
      100_001,
      {
        code: "code.link-too-long",
        params: { file: "losses.py", length: 100_001, most: 100_000 },
      },
    ],
  ]) {
    const link = `noise=0&code.${name}=${"x".repeat(length)}`;
    assert.deepEqual(codeProblem(link, packaged), problem);
    assert.deepEqual(linkedFiles(packaged, `#${link}`), {});
  }
  assert.equal(codeProblem("noise=0&code.losses.py=x", packaged), undefined);
  assert.deepEqual(linkedFiles(packaged, "#code.losses.py=x"), { "losses.py": "x" });
});
