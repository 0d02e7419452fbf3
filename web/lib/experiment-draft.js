// @ts-check
// An experiment as its author writes it: settings as in a link, numbers as they are typed. What is
// wrong with it, Python tells.

/**
 * @typedef {{ text: string, when: (number | string)[] }} Words
 * @typedef {{ label: string, settings?: Record<string, unknown>, weights?: unknown, flipped?: unknown }} Arm
 * @typedef {{
 *   title: string, question: string, choices: Words[], closings: Words[], arms: Arm[],
 *   settings: Record<string, unknown>, epochs: number | string, seeds: number | string,
 *   same_data: boolean, measure: string, plots: string[][],
 * }} Draft  And whatever else was in its file.
 */

/** An experiment that says nothing yet, with one arm. @param {string} link  The arm's settings. @returns {Draft} */
export function newDraft(link) {
  const words = () => ({ text: "", when: ["", ""] });
  return {
    ...{ title: "", question: "", choices: [words(), words()], settings: {} },
    ...{ arms: [newArm(link)], epochs: 60, seeds: 20, same_data: false },
    ...{ plots: [["updates", "loss"]], measure: "learned", closings: [words()] },
  };
}

/** @param {string} link @returns {Arm} */
export function newArm(link) {
  return { label: "", settings: settingsOf(link) };
}

/**
 * An experiment from a file, with what it leaves out; nothing where it is no experiment at all.
 *
 * @param {string} text
 * @returns {Draft | undefined}
 */
export function draftOf(text) {
  try {
    const found = JSON.parse(text);
    if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
    const whole = newDraft("");
    for (const [key, value] of Object.entries(whole)) {
      if (Array.isArray(value) && found[key] !== undefined && !isListOf(found[key], value[0]))
        return undefined;
    }
    const words = (/** @type {Words[]} */ list) =>
      list.map((each) => ({ ...each, when: Array.isArray(each.when) ? each.when : ["", ""] }));
    const made = { ...whole, ...found };
    return { ...made, choices: words(made.choices), closings: words(made.closings) };
  } catch {
    return undefined;
  }
}

/** @param {unknown} list @param {unknown} like  One of what it has to hold. */
function isListOf(list, like) {
  const isAlike = (/** @type {unknown} */ each) =>
    typeof each === "object" && each !== null && Array.isArray(each) === Array.isArray(like);
  return Array.isArray(list) && list.every(isAlike);
}

/** The experiment's file. @param {Draft} draft */
export function textOf(draft) {
  const { same_data, ...others } = draft;
  const text = JSON.stringify(same_data ? draft : others, null, 2);
  // pairs of numbers or names in one line
  return `${text.replace(/\[\s+([^[\]{}\s,]+),\s+([^[\]{}\s,]+)\s+\]/g, "[$1, $2]")}\n`;
}

/** Settings that are written as in a link. @param {string} link @returns {Record<string, string>} */
export function settingsOf(link) {
  const [, inside = link] = /#(.*)$/s.exec(link) ?? [];
  return Object.fromEntries(new URLSearchParams(inside.trim()));
}

/** And back, to be read by people. @param {Record<string, unknown> | null} [settings] */
export function linkOf(settings) {
  return Object.entries(settings ?? {})
    .map(([name, value]) => `${name}=${String(value).replaceAll(/[%&+#]/g, encodeURIComponent)}`)
    .join("&");
}

/** A number as it is typed in any language, or the text that is none, or that could be two. @param {string} text @returns {number | string} */
export function typedNumber(text) {
  if (/^\s*-?\d{1,3}([.,]\d{3})+\s*$/.test(text)) return text; // 1,000 is a thousand, or one
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(value) ? value : text;
}
