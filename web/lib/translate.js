// @ts-check
// The page in the reader's language. Everything else writes English; where another language
// is chosen, what appears in the page is translated as it appears, before it is painted. The
// English of each text is kept, so that another language can be chosen at any time.

import { gunzip } from "../boot/gunzip.js";
import { arriving } from "../boot/loader.js";
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
/** The English of each translated text, and what it became. @type {WeakMap<Text, { english: string, words: string }>} */
const texts = new WeakMap();
/** The same of an element's attributes. @type {WeakMap<Element, Record<string, { english: string, words: string }>>} */
const attributes = new WeakMap();

/**
 * The language that the link asks for, or that was chosen before, or the browser's.
 *
 * @param {string | undefined} linked
 */
export function chooseLanguage(linked) {
  const wanted = [linked, recalled(STORE), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((language) => LANGUAGES.includes(language ?? "")) ?? "en";
}

/**
 * The menu of languages.
 *
 * @param {string} now
 * @param {(language: string) => void} onChoice
 * @param {(language?: string) => void} forget  What a link asked for; a language that storage does
 *   not keep goes into the address instead.
 */
export function makeLanguageChoice(now, onChoice, forget) {
  const choice = languageChoice();
  choice.value = now;
  choice.addEventListener("change", () => {
    forget(keep(STORE, choice.value) ? undefined : choice.value);
    onChoice(choice.value);
  });
}

function languageChoice() {
  return /** @type {HTMLSelectElement} */ (document.querySelector("[data-language-choice]"));
}

/** Whether the reader writes a decimal comma. */
export function writesComma() {
  return hasComma;
}

/** @type {MutationObserver | undefined} */
let observer;

/**
 * Have the page speak a language from now on.
 *
 * @param {string} language
 * @returns {Promise<Translation | undefined>}  Nothing for English, which the page is written in.
 */
export async function speak(language) {
  if (language === "en") return become(language, undefined);
  const name = /** @type {"de" | "es"} */ (language);
  const bytes = await arriving((each) => each === name)[name];
  return become(language, JSON.parse(new TextDecoder().decode(await gunzip(bytes))));
}

/** @param {string} language @param {Translation | undefined} translation */
function become(language, translation) {
  strings = translation?.strings ?? {};
  templates = Object.entries(strings)
    .filter(([english]) => english.includes("{}"))
    .sort(([a], [b]) => b.length - a.length) // of two that match, the longer says more
    .map(([english, words]) => ({ pattern: toPattern(english), translation: words }));
  hasComma = language !== "en";
  document.documentElement.lang = language;
  languageChoice().value = language;
  observer?.disconnect();
  translateTree(document.body);
  observer = new MutationObserver((changes) => {
    for (const { target, addedNodes, attributeName } of changes) {
      if (attributeName) translateAttribute(/** @type {Element} */ (target), attributeName);
      else if (target.nodeType === Node.TEXT_NODE) translateText(/** @type {Text} */ (target));
      for (const node of addedNodes) translateTree(node);
    }
    observer?.takeRecords(); // of the translation itself
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
  const known = texts.get(node);
  const data = known?.words === node.data ? known.english : node.data;
  const text = data.replace(/\s+/g, " ").trim();
  if (WORDS.test(text) && node.parentElement.matches("[data-readout]:not(.reason)")) {
    showBeside(node.parentElement, text);
    return;
  }
  const words = text && translated(text);
  if (words === text && data === node.data) return;
  const now =
    words === text ? data : `${/^\s/.test(data) ? " " : ""}${words}${/\s$/.test(data) ? " " : ""}`;
  texts.set(node, { english: data, words: now });
  node.data = now;
}

/**
 * A readout's words are names that scripts rely on: the reader sees others beside them.
 *
 * @param {Element} readout
 * @param {string} name
 */
function showBeside(readout, name) {
  const words = strings[name];
  if (words === undefined) {
    // a name of the code's own, such as a stage's
    readout.nextElementSibling?.remove();
    readout.classList.remove("unseen");
    readout.ariaHidden = null;
    return;
  }
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
  const known = attributes.get(element)?.[name];
  const english = known?.words === text ? known.english : text;
  const words = translated(english);
  if (words === text) return;
  attributes.set(element, { ...attributes.get(element), [name]: { english, words } });
  element.setAttribute(name, words);
}
