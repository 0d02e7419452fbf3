// @ts-check
// The colors of classes and of curves.

// Moreland's coolwarm, red end first: P(class 1) = 0 is red, 0.5 pale, 1 blue.
const STOPS = [
  [180, 4, 38],
  [222, 96, 77],
  [244, 154, 123],
  [245, 196, 173],
  [221, 220, 220],
  [184, 208, 249],
  [141, 176, 254],
  [98, 130, 234],
  [59, 76, 192],
];

export const PALE = /** @type {number[]} */ (STOPS[4]);

/** 256 colors from red over pale to blue, as the little-endian RGBA words of an ImageData. */
export const CLASS_COLORS = Uint32Array.from({ length: 256 }, (_, level) => {
  const place = (level / 255) * (STOPS.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)].map((stop) => STOPS[stop] ?? []);
  const [r, g, b] = [0, 1, 2].map((channel) => {
    const from = low?.[channel] ?? 0;
    return Math.round(from + ((high?.[channel] ?? 0) - from) * (place % 1));
  });
  return ((255 << 24) | ((b ?? 0) << 16) | ((g ?? 0) << 8) | (r ?? 0)) >>> 0;
});

/** The same colors for CSS and canvas, evenly apart. */
export const CLASS_SCALE = STOPS.map((stop) => `rgb(${stop})`);
export const CLASS_0 = /** @type {string} */ (CLASS_SCALE[0]);
export const CLASS_1 = /** @type {string} */ (CLASS_SCALE.at(-1));

// Okabe and Ito's colors, told apart by every eye, and dashes for where there is no color.
export const CURVE_STYLES = [
  { color: "#0072b2", dash: [] },
  { color: "#d55e00", dash: [8, 3] },
  { color: "#009e73", dash: [3, 3] },
  { color: "#cc79a7", dash: [10, 3, 2, 3] },
  { color: "#e69f00", dash: [5, 2] },
  { color: "#56b4e9", dash: [] },
  { color: "#8c6d1f", dash: [2, 2] },
  { color: "#7f7f7f", dash: [12, 4] },
  { color: "#b3446c", dash: [6, 2, 2, 2] },
];
