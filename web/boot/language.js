// @ts-check
// Which language the page speaks: by the link, by choice, or by the browser.

import { find } from "../lib/dom.js";
import { markedTexts, translatePage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";
import { setCatalogue } from "../lib/translate.js";
import { dataText } from "./embedded.js";
import { gunzip } from "./gunzip.js";
import { arriving } from "./loader.js";

const LANGUAGES = ["en", "de", "es"];
const STORE = "watch-it-learn:language";

/** @typedef {{ title: string, question: string, why: string, choices: string[], arms: string[] }} ExperimentTexts */
/** @typedef {{ messages: Record<string, string>, lesson: string, experiments: Record<string, ExperimentTexts> }} Translation */

const languageChoice = () => /** @type {HTMLSelectElement} */ (find("[data-language-choice]"));

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

/** What the page says, its scripts and Python. @type {Record<string, string>} */
let english = {};

/** What the page speaks until another language is here. */
export function speakEnglish() {
  if (!Object.keys(english)[0])
    english = { ...markedTexts(), ...JSON.parse(dataText("script[data-messages]")) };
  setCatalogue(english, false);
}

/**
 * Have the page speak a language from now on.
 *
 * @param {string} language
 * @returns {Promise<Translation | undefined>}  Nothing for English, which the page is written in.
 */
export async function speak(language) {
  const translation = language === "en" ? undefined : await translationInto(language);
  if (translation) setCatalogue(translation.messages, true);
  else speakEnglish();
  document.documentElement.lang = language;
  languageChoice().value = language;
  translatePage();
  return translation;
}

/** @param {string} language @returns {Promise<Translation>} */
async function translationInto(language) {
  const name = /** @type {"de" | "es"} */ (language);
  const bytes = await arriving((each) => each === name)[name];
  return JSON.parse(new TextDecoder().decode(await gunzip(bytes)));
}
