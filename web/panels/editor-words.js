// @ts-check
// What the editor says, in the reader's language.

import { t } from "../lib/translate.js";

/** @import { EditorWords } from "./editing.js" */

/** CodeMirror's own words, by their codes in the catalogues. */
const PHRASES = {
  Find: "find",
  Replace: "replace-with",
  next: "next",
  previous: "previous",
  "match case": "match-case",
  regexp: "regexp",
  "by word": "by-word",
  replace: "replace",
  "replace all": "replace-all",
  close: "close",
  "current match": "current-match",
  "on line": "on-line",
  "replaced match on line $": "replaced-on-line",
  "replaced $ matches": "replaced",
};

/** @param {string} file @returns {EditorWords} */
export function editorWords(file) {
  const phrases = Object.entries(PHRASES).map(([english, code]) => [english, t(`search.${code}`)]);
  return {
    label: t("code.can-be-edited", { file }),
    hint: t("code.tab-indents"),
    phrases: Object.fromEntries(phrases),
  };
}
