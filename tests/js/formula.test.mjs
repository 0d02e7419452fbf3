import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { parameterWords, unitWords } from "../../web/lib/formula.js";
import { sentences, setCatalogue } from "../../web/lib/translate.js";

const TEXTS = {
  "options.activation.relu": "ReLU",
  "unit.dead": "Dead.",
  "unit.left-out": "Left out {count} of {all}.",
  "unit.input": "{name}, an input.",
  "unit.logit": "Logit {value}.",
  "unit.more-terms": "… {count} more",
  "unit.of-layer": "layers[{layer}], unit {unit}: {formula}.",
  "unit.of-output": "The output: {formula}.",
  "unit.output": "Output {value}.",
  "weight.frozen": "Frozen.",
  "weight.gradient": "Gradient {value}.",
  "weight.is": "{name} = {value}.",
  "weight.term": "Term {term}.",
};
const frame = {
  classes: 2,
  layer_sizes: [2, 2, 1],
  theta: { data: Float32Array.from([0.25, -1, 0.5, 2, -0.125, 0, 3, -4, 0.5]), shape: [9] },
  settings: { activation: "relu" },
  batch: { data: new Float32Array(32), shape: [32] },
  frozen: { data: Float32Array.from([0, 1, 0, 0, 0, 0, 0, 0, 0]), shape: [9] },
};
const inspection = {
  activations: { data: Float32Array.from([1, 2, 0, 3, -11.5]), shape: [5] },
  gradients: { data: Float32Array.from([0, 0.001, 0, 0, 0, 0, 0, 0.5, 0]), shape: [9] },
  dead: { data: Float32Array.from([0, 0, 1, 0, 0]), shape: [5] },
  left_out: { data: Float32Array.from([0, 0, 0, 7, 0]), shape: [5] },
};

beforeEach(() => setCatalogue(TEXTS, false));

test("a unit's formula has its weights, its inputs' names and its bias", () => {
  const told = (unit) => sentences(unitWords(frame, unit, undefined));
  assert.equal(told(0), "x1, an input.");
  assert.equal(told(2), "layers[0], unit 0: a = ReLU(0.25·x1 + 0.5·x2 − 0.125).");
  assert.equal(told(3), "layers[0], unit 1: a = ReLU(−1·x1 + 2·x2 + 0).");
  assert.equal(told(4), "The output: ŷ = sigmoid(3·a[0] − 4·a[1] + 0.5).");
});

test("an input goes by its feature", () => {
  const settings = { ...frame.settings, features: "x1,x1_x2" };
  setCatalogue({ ...TEXTS, "options.features.x1_x2": "x1·x2" }, false);
  const told = (unit) => sentences(unitWords({ ...frame, settings }, unit, undefined));
  assert.equal(told(1), "x1·x2, an input.");
  assert.match(told(2), /ReLU\(0\.25·x1 \+ 0\.5·x1·x2 − 0\.125\)/);
});

test("an inspection adds a unit's output, whether it is dead, and how often it is left out", () => {
  const told = (unit) => sentences(unitWords(frame, unit, inspection));
  assert.match(told(2), /\. Output 0\. Dead\.$/);
  assert.match(told(3), /\. Output 3\. Left out 7 of 32\.$/);
  assert.match(told(4), /\. Logit −11\.5\.$/);
});

test("of many terms the largest are told, and how many more there are", () => {
  const theta = { data: Float32Array.from([1, -7, 3, 2, 5, 0]), shape: [6] };
  const wide = { ...frame, layer_sizes: [5, 1], theta, settings: {} };
  assert.equal(
    sentences(unitWords(wide, 5, undefined)),
    "The output: ŷ = sigmoid(−7·x2 + 5·x5 + 3·x3 + … 2 more + 0).",
  );
});

test("a weight has its name in the code, its gradient, and its term in the sum", () => {
  const told = (index, of) => sentences(parameterWords(frame, index, of));
  assert.equal(told(1, undefined), "layers[0].W[0, 1] = −1. Frozen.");
  assert.equal(told(7, inspection), "layers[1].W[1, 0] = −4. Gradient 0.5. Term −4 · 3 = −12.");
  assert.equal(told(8, inspection), "layers[1].b[0] = 0.5. Gradient 0.");
});
