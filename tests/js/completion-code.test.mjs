// The completion code of a lab report: there and back, and what it finds.

import assert from "node:assert/strict";
import test from "node:test";
import { decoded, encoded } from "../../web/lib/completion-code.js";

const DONE = {
  day: "2026-11-26",
  answered: 9,
  questions: 11,
  predicted: 4,
  foreseen: 3,
  runs: 12,
};

test("a code says what it was made of, and whose it is", () => {
  const code = encoded(DONE, "Ada Lovelace");
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.deepEqual(decoded(code, "Ada Lovelace"), { ...DONE, isOfName: true });
  assert.deepEqual(decoded(code, "Alan Turing"), { ...DONE, isOfName: false });
});

test("it may be typed carelessly", () => {
  const code = encoded(DONE, "José Núñez");
  const typed = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
  assert.equal(decoded(typed, "  josé  núñez ")?.isOfName, true);
  assert.equal(decoded(code, "JOSE\u0301 NU\u0301N\u0303EZ")?.isOfName, true);
});

test("a wrong letter anywhere is found", () => {
  const code = encoded(DONE, "Ada").replaceAll("-", "");
  for (let i = 0; i < code.length; i++) {
    for (const letter of "07KZ") {
      if (letter === code[i]) continue;
      assert.equal(decoded(code.slice(0, i) + letter + code.slice(i + 1), "Ada"), undefined);
    }
  }
  for (const other of ["", "ADA", code.slice(1), `${code}0`, code.replace(/./, "U")])
    assert.equal(decoded(other, "Ada"), undefined);
});

test("counts too large are the largest", () => {
  const many = { ...DONE, answered: 1000, runs: 64 };
  const { answered, runs } = decoded(encoded(many, ""), "") ?? {};
  assert.deepEqual([answered, runs], [63, 63]);
});

test("the days of many years are told apart", () => {
  for (const day of ["2026-01-01", "2028-02-29", "2050-12-31"])
    assert.equal(decoded(encoded({ ...DONE, day }, "x"), "x")?.day, day);
});
