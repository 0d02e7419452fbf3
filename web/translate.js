// @ts-check
// The page in the reader's language. Everything else writes English; where another language
// is chosen, what appears in the page is translated as it appears, before it is painted.

import { gunzip } from "./gunzip.js";
import { arriving } from "./loader.js";
import { keep, recalled } from "./storage.js";

export const LANGUAGES = ["en", "de", "es"];
const STORE = "watch-it-learn:language";
const ATTRIBUTES = ["aria-label", "aria-valuetext", "title", "alt", "placeholder"];
// code and what it prints, names from the code, and the lesson, which comes translated
const UNTOUCHED = "script, style, code, pre, textarea, .code-view, [data-section], math";
const WORDS = /\p{L}{2}/u;
const DECIMAL = /(\d)\.(\d)/g;
const SENTENCES = /(?<=[.!?]) (?=\p{Lu})/u; // where one ends and the next begins

/** @typedef {Record<string, string>} Strings */
/** @typedef {{ title: string, question: string, why: string, choices: string[], arms: string[] }} ExperimentTexts */
/** @typedef {{ strings: Strings, lesson: string, experiments: Record<string, ExperimentTexts> }} Translation */

/** @type {Strings} */
let strings = {};
/** @type {{ pattern: RegExp, translation: string }[]} */
let templates = [];
let hasComma = false;

/**
 * The language that the link asks for, or that was chosen before, or the browser's.
 *
 * @param {string | undefined} linked
 */
export function chooseLanguage(linked) {
  const wanted = [linked, recalled(STORE), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((language) => LANGUAGES.includes(language ?? "")) ?? "en";
}

/** The menu of languages: another one loads the page anew. @param {string} now */
export function makeLanguageChoice(now) {
  const choice = /** @type {HTMLSelectElement} */ (
    document.querySelector("[data-language-choice]")
  );
  choice.value = now;
  choice.addEventListener("change", () => {
    const parts = location.hash.slice(1).split("&");
    const others = parts.filter((part) => part && !part.startsWith("lang="));
    if (!keep(STORE, choice.value)) others.push(`lang=${choice.value}`);
    history.replaceState(null, "", `#${others.join("&")}`);
    location.reload();
  });
}

/**
 * Have the page speak a language from now on.
 *
 * @param {"de" | "es"} language
 * @returns {Promise<Translation>}
 */
export async function speak(language) {
  const bytes = await arriving((name) => name === language)[language];
  /** @type {Translation} */
  const translation = JSON.parse(new TextDecoder().decode(await gunzip(bytes)));
  strings = translation.strings;
  templates = Object.entries(strings)
    .filter(([english]) => english.includes("{}"))
    .sort(([a], [b]) => b.length - a.length) // of two that match, the longer says more
    .map(([english, words]) => ({ pattern: toPattern(english), translation: words }));
  hasComma = true;
  document.documentElement.lang = language;
  translateTree(document.body);
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes, attributeName } of changes) {
      if (attributeName) translateAttribute(/** @type {Element} */ (target), attributeName);
      else if (target.nodeType === Node.TEXT_NODE) translateText(/** @type {Text} */ (target));
      for (const node of addedNodes) translateTree(node);
    }
    observer.takeRecords(); // of the translation itself
  });
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ATTRIBUTES,
  });
  return translation;
}

/**
 * What an English text is in the reader's language; itself where that is not known.
 *
 * @param {string} text
 * @returns {string}
 */
export function translated(text) {
  const known = strings[text];
  if (known !== undefined) return known;
  if (!WORDS.test(text)) return localized(text);
  for (const { pattern, translation } of templates) {
    const [, ...parts] = pattern.exec(text) ?? [];
    const isOne = parts.length && !parts.some((part) => SENTENCES.test(part));
    if (isOne)
      return filled(
        translation,
        parts.map((part) => localized(translated(part))),
      );
  }
  // several messages in a row: the longest that is known comes first
  const sentences = text.split(SENTENCES);
  for (let count = sentences.length - 1; count > 0; count--) {
    const first = sentences.slice(0, count).join(" ");
    const rest = sentences.slice(count).join(" ");
    if (count === 1 || translated(first) !== first)
      return `${translated(first)} ${translated(rest)}`;
  }
  return text;
}

/** Numbers as the reader writes them. @param {string} text */
function localized(text) {
  return hasComma ? text.replace(DECIMAL, "$1,$2") : text;
}

/** @param {string} english */
function toPattern(english) {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "(.+?)");
  return new RegExp(`^${escaped}$`, "su");
}

/** @param {string} template @param {string[]} parts */
function filled(template, parts) {
  let next = 0;
  return template.replace(/\{(\d*)\}/g, (_, number) => parts[number ? number - 1 : next++] ?? "");
}

/** @param {Node} root */
function translateTree(root) {
  if (root.nodeType === Node.TEXT_NODE) translateText(/** @type {Text} */ (root));
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) translateText(/** @type {Text} */ (walker.currentNode));
  const element = /** @type {Element} */ (root);
  const selector = ATTRIBUTES.map((name) => `[${name}]`).join();
  for (const each of [element, ...element.querySelectorAll(selector)]) {
    for (const name of ATTRIBUTES) translateAttribute(each, name);
  }
}

/** @param {Text} node */
function translateText(node) {
  if (!node.parentElement || node.parentElement.closest(UNTOUCHED)) return;
  const text = node.data.replace(/\s+/g, " ").trim();
  if (WORDS.test(text) && node.parentElement.matches("[data-readout]:not(.reason)")) {
    showBeside(node.parentElement, text);
    return;
  }
  const words = text && translated(text);
  if (words !== text) {
    node.data = `${/^\s/.test(node.data) ? " " : ""}${words}${/\s$/.test(node.data) ? " " : ""}`;
  }
}

/**
 * A readout's words are names that scripts rely on: the reader sees others beside them.
 *
 * @param {Element} readout
 * @param {string} name
 */
function showBeside(readout, name) {
  const words = strings[name];
  if (words === undefined) return; // a name of the code's own, such as a stage's
  const beside = readout.nextElementSibling ?? document.createElement("span");
  readout.classList.add("unseen");
  readout.ariaHidden = "true";
  readout.after(beside);
  beside.textContent = words;
}

/** @param {Element} element @param {string} name */
function translateAttribute(element, name) {
  const text = element.getAttribute(name);
  if (!text) return;
  const words = translated(text);
  if (words !== text) element.setAttribute(name, words);
}
