// @ts-check
// Edited code between two visits, and on its way from one reader to another.
import { keep, recalled } from "./storage.js";

/** @typedef {Record<string, string>} Files  Texts by file name. */

const STORE = "watch-it-learn:edits";
const FROM_LINK = "code.";
const LONGEST = 100_000; // characters of a file that a link may bring

/** @param {Files} edits */
export function store(edits) {
  keep(STORE, JSON.stringify(edits));
}

/** What was stored, if anything. @returns {Files} */
export function stored() {
  try {
    return JSON.parse(recalled(STORE) ?? "{}");
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

/** A link's settings, without the code that it may bring. @param {string} hash */
export function withoutCode(hash) {
  const parts = hash.replace(/^#/, "").split("&");
  return parts.filter((part) => !part.startsWith(FROM_LINK)).join("&");
}
