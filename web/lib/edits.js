// @ts-check
// Edited code in the browser's storage, and in links.
import { message } from "./message.js";
import { keep, recalled } from "./storage.js";

/** @typedef {Record<string, string>} Files  Texts by file name. */

const STORE = "watch-it-learn:edits";
const FROM_LINK = "code.";
const LONGEST = 100_000; // characters of a file that a link may bring

/**
 * Keep one file, beside what other tabs keep of the others.
 *
 * @param {Files} packaged
 * @param {string} name
 * @param {string | undefined} text  Nothing where the file is as packaged.
 */
export function store(packaged, name, text) {
  const { [name]: _, ...others } = stored(packaged);
  keep(STORE, JSON.stringify(text === undefined ? others : { ...others, [name]: text }));
}

/**
 * What was stored, if anything; another version, or another page of this origin, may have
 * stored something else.
 *
 * @param {Files} packaged
 * @returns {Files}
 */
export function stored(packaged) {
  try {
    const found = Object.entries(JSON.parse(recalled(STORE) ?? "{}") ?? {});
    return Object.fromEntries(
      found.filter(([name, text]) => Object.hasOwn(packaged, name) && typeof text === "string"),
    );
  } catch {
    return {};
  }
}

/**
 * Files that came with the link; they are shown, and never run by themselves.
 *
 * @param {Files} packaged
 * @param {string} hash
 * @returns {Files}
 */
export function linkedFiles(packaged, hash) {
  const found = [...new URLSearchParams(hash.slice(1))].flatMap(([key, text]) => {
    const name = key.slice(FROM_LINK.length);
    const isCode = key.startsWith(FROM_LINK) && Object.hasOwn(packaged, name);
    return isCode && text.length <= LONGEST ? [[name, text]] : [];
  });
  return Object.fromEntries(found);
}

/** What to tell of the first file of a link that cannot be taken, if any. @param {string} link @param {Files} packaged */
export function codeProblem(link, packaged) {
  for (const [key, text] of new URLSearchParams(link)) {
    if (!key.startsWith(FROM_LINK)) continue;
    const file = key.slice(FROM_LINK.length);
    if (!Object.hasOwn(packaged, file))
      return message("code.link-unknown", { file: JSON.stringify(file.slice(0, 40)) });
    if (text.length > LONGEST) {
      return message("code.link-too-long", { file, length: text.length, most: LONGEST });
    }
  }
  return undefined;
}

/** A link's settings, without the code that it may bring. @param {string} hash */
export function withoutCode(hash) {
  const parts = hash.replace(/^#/, "").split("&");
  return parts.filter((part) => !part.startsWith(FROM_LINK)).join("&");
}
