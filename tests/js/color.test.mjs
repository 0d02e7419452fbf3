import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS_COLORS } from "../../web/paint/color.js";

const channels = (word) => [word & 255, (word >> 8) & 255, (word >> 16) & 255, word >>> 24];

test("class 0 is red, class 1 blue, the middle pale, and nothing is transparent", () => {
  assert.equal(CLASS_COLORS.length, 256);
  assert.deepEqual(channels(CLASS_COLORS[0]), [180, 4, 38, 255]);
  assert.deepEqual(channels(CLASS_COLORS[255]), [59, 76, 192, 255]);
  const [r, g, b] = channels(CLASS_COLORS[128]);
  assert.ok(Math.max(r, g, b) - Math.min(r, g, b) < 8);
  assert.ok(CLASS_COLORS.every((word) => word >>> 24 === 255));
});
