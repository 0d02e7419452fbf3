// @ts-check
// Coordinates: places on the plane as places of its picture, and back.

/**
 * A square picture of the plane: x1 to the right, x2 upwards, zero in the middle.
 *
 * @param {number} plane  The largest x1 and x2 in sight.
 * @param {number} size  The picture's edge, in pixels or percent.
 */
export function pictureOf(plane, size) {
  return {
    /** Where a point of the plane is, from the left and from the top. */
    toX: (/** @type {number} */ x1) => ((x1 + plane) / (2 * plane)) * size,
    toY: (/** @type {number} */ x2) => ((plane - x2) / (2 * plane)) * size,

    /** Which point of the plane is at a place. */
    pointAt: (/** @type {number} */ x, /** @type {number} */ y) => ({
      x1: (x / size) * 2 * plane - plane,
      x2: plane - (y / size) * 2 * plane,
    }),
  };
}
