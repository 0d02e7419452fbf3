// @ts-check
// The style sheet's colors, for canvases.

const DARK = matchMedia("(prefers-color-scheme: dark)");
const FORCED = matchMedia("(forced-colors: active)");
/** @type {Map<string, string>} */
const colors = new Map();

/**
 * A role of the style sheet's palette, such as "ink" or "accent", as it is now. It is asked
 * for many times a frame, so the style sheet is not asked every time.
 *
 * @param {string} role
 */
export function themeColor(role) {
  const root = document.documentElement;
  const key = [role, root.style.colorScheme, DARK.matches, FORCED.matches].join();
  const color = colors.get(key) ?? getComputedStyle(root).getPropertyValue(`--${role}`);
  colors.set(key, color);
  return color;
}
