import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { message } from "../../web/lib/message.js";
import {
  number,
  optionLabel,
  sentences,
  setCatalogue,
  shortNumber,
  t,
} from "../../web/lib/translate.js";

const ENGLISH = {
  epoch: "Epoch {epoch}: training loss {loss:.2f}",
  rule: "{low} to {high}",
  range: "a number from {low:g} to {high:g}",
  refused: "{setting} must be {rule}; got {value}.",
  list: "one of {names}",
  braces: "{{x}} {x}",
  many: "{count:,} bytes",
  "settings.noise.label": "Noise",
  "options.dataset.xor": "XOR",
};
const GERMAN = { ...ENGLISH, epoch: "Epoche {epoch}: Verlust {loss:.2f}" };

beforeEach(() => setCatalogue(ENGLISH, false));

test("a number that comes as text has the reader's comma, too", () => {
  setCatalogue(ENGLISH, true);
  assert.equal(t("rule", { low: "0.00001", high: 0.5 }), "0,00001 to 0,5");
  assert.equal(t("rule", { low: "'0.5'", high: "v1.0" }), "'0.5' to v1.0");
});

test("a number is formatted as its slot says, in the reader's way", () => {
  assert.equal(t("epoch", { epoch: 12, loss: 0.5 }), "Epoch 12: training loss 0.50");
  setCatalogue(GERMAN, true);
  assert.equal(t("epoch", { epoch: 12, loss: 0.5 }), "Epoche 12: Verlust 0,50");
  assert.equal(t("many", { count: 12345 }), "12.345 bytes");
});

test("general numbers are as Python writes them", () => {
  for (const [value, spec, text] of [
    [0.0001, "g", "0.0001"],
    [0.00001, "g", "1e-05"],
    [2147483647, "g", "2.14748e+09"],
    [123456, "g", "123456"],
    [0, "g", "0"],
    [-0.25, "g", "-0.25"],
    [0.123456, ".3g", "0.123"],
    [1234, ".3g", "1.23e+03"],
  ]) {
    setCatalogue({ one: `{x:${spec}}` }, false);
    assert.equal(t("one", { x: value }), text);
  }
});

test("a message in a message, and a setting's name, are translated, too", () => {
  const rule = message("range", { low: 0, high: 0.5 });
  const told = { ...message("refused", { rule, value: "'1.5'" }), setting: "noise" };
  assert.equal(t(told), "Noise must be a number from 0 to 0.5; got '1.5'.");
  setCatalogue(GERMAN, true); // what the reader wrote stays as it is
  assert.equal(t(told), "Noise must be a number from 0 to 0,5; got '1.5'.");
});

test("lists, braces, and what has no text", () => {
  assert.equal(t("list", { names: ["a", message("braces", { x: 1 })] }), "one of a, {x} 1");
  assert.equal(t("no-such"), "no-such");
  assert.equal(t("constructor"), "constructor");
  assert.equal(t("list"), "one of {names}");
  assert.equal(sentences([message("no-such"), message("list", { names: [] })]), "no-such one of ");
});

test("a choice that edited code brings has the label that came with it", () => {
  assert.equal(optionLabel("dataset", "xor"), "XOR");
  assert.equal(optionLabel("dataset", "mine", "My own"), "My own");
});

test("numbers alone", () => {
  assert.deepEqual([number(0.5), number(0.5, 2), shortNumber(1e-4)], ["0.5", "0.50", "1.0e-4"]);
  setCatalogue(GERMAN, true);
  assert.deepEqual([number("0.5"), number(3), shortNumber(0.25)], ["0,5", "3", "0,250"]);
});

test("a number of an array stays short, however large it is", () => {
  setCatalogue({}, false);
  assert.equal(shortNumber(658_590_662_656), "6.6e+11");
  assert.equal(shortNumber(-99_999), "-99999");
  assert.equal(shortNumber("nan"), "nan");
});
