// The colors of the classes, as every kind of color vision sees them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASSES, largest, levelColor, mixture } from "../../web/paint/classes.js";
import { PALE } from "../../web/paint/color.js";

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
const VISIONS = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const XYZ = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const times = (matrix, vector) =>
  matrix.map((row) => row.reduce((sum, each, i) => sum + each * vector[i], 0));

/** A color in CIE L*a*b*, as a kind of vision sees it. */
function lab(color, vision) {
  const linear = color.map((each) => {
    const c = each / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const seen = times(vision, linear).map((each) => Math.min(1, Math.max(0, each)));
  const white = times(XYZ, [1, 1, 1]);
  const [x, y, z] = times(XYZ, seen).map((each, i) => {
    const part = each / white[i];
    return part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const [name, vision] of Object.entries(VISIONS)) {
  test(`six classes and the pale ground are told apart with ${name}`, () => {
    const colors = [...CLASSES, PALE].map((color) => lab(color, vision));
    colors.forEach((one, i) => {
      for (const other of colors.slice(0, i)) {
        const apart = Math.hypot(...one.map((each, k) => each - other[k]));
        assert.ok(apart > 39, `${i}: ${apart}`);
      }
    });
  });
}

const bytes = (word) => [word & 255, (word >> 8) & 255, (word >> 16) & 255];

test("a sure class has its color, and where all are as likely it is pale", () => {
  for (let count = 3; count <= 6; count++) {
    for (let label = 0; label < count; label++) {
      const sure = Array.from({ length: count }, (_, each) => Number(each === label));
      assert.deepEqual(bytes(mixture(sure, 0, 1, count, false)), CLASSES[label]);
      assert.equal(largest(sure, 0, 1, count), label);
    }
    const unsure = Array(count).fill(1 / count);
    assert.deepEqual(bytes(mixture(unsure, 0, 1, count, false)), PALE);
  }
});

test("a level beyond the scale has the color of its end", () => {
  assert.equal(levelColor(1.7), levelColor(1));
  assert.equal(levelColor(-3), levelColor(0));
});
