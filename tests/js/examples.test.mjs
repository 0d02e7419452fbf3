import assert from "node:assert/strict";
import test from "node:test";
import { hasExample, withExample } from "../../web/lib/examples.js";

const example = { file: "a.py", diff: [" a", "-b", "+c", "+d", " e"] };

test("an example takes its lines out of a text and puts others in their place", () => {
  assert.equal(withExample("x\na\nb\ne\n", example).text, "x\na\nc\nd\ne\n");
  assert.equal(withExample("a\nb\ne", example).text, "a\nc\nd\ne");
});

test("lines that go have the number that they had, others the one that they will have", () => {
  const { lines } = withExample("x\na\nb\ne\n", example);
  assert.deepEqual(
    lines.map(({ sign, number }) => [sign, number]),
    [
      [" ", 2],
      ["-", 3],
      ["+", 3],
      ["+", 4],
      [" ", 5],
    ],
  );
});

test("an example fits whole lines in one place, or not at all", () => {
  for (const text of ["", "a\nb", "xa\nb\ne", "a\n b\ne", "a\nb\ne\na\nb\ne\n"])
    assert.equal(withExample(text, example), undefined);
});

test("an example is known by the lines that it leaves", () => {
  const { text } = withExample("x\na\nb\ne\n", example);
  assert.equal(hasExample(text, example), true);
  assert.equal(hasExample("x\na\nb\ne\n", example), false);
});
