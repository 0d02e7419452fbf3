// @ts-check
// Example edits as small diffs: where one fits a text, and the text with it.

/** @typedef {{ file: string, diff: string[] }} Example  Each line begins with "+", "-" or a space. */
/** @typedef {{ sign: string, code: string, number: number }} DiffLine */
/** @typedef {{ text: string, lines: DiffLine[] }} Edited  A text with an example in it. */

/** The lines of a diff without those of a sign. @param {Example} example @param {string} sign */
const without = ({ diff }, sign) =>
  `\n${diff
    .filter((line) => !line.startsWith(sign))
    .map((line) => line.slice(1))
    .join("\n")}\n`;

/**
 * The text with the example in it, and the diff's lines with their numbers there; nothing where
 * the example does not fit in one place.
 *
 * @param {string} text
 * @param {Example} example
 * @returns {Edited | undefined}
 */
export function withExample(text, example) {
  const [whole, old] = [`\n${text}\n`, without(example, "+")];
  const start = whole.indexOf(old);
  if (start < 0 || start !== whole.lastIndexOf(old)) return undefined;
  const [above, below] = [whole.slice(0, start), whole.slice(start + old.length)];
  let after = above.split("\n").length;
  let before = after;
  const lines = example.diff.map((line) => {
    const sign = line.charAt(0);
    const number = sign === "-" ? before : after;
    if (sign !== "+") before++;
    if (sign !== "-") after++;
    return { sign, code: line.slice(1), number };
  });
  return { text: `${above}${without(example, "-")}${below}`.slice(1, -1), lines };
}

/** Whether the text has the example's lines. @param {string} text @param {Example} example */
export function hasExample(text, example) {
  return `\n${text}\n`.includes(without(example, "-"));
}
