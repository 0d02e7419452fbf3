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

/** @typedef {{ title: string, question: string, closings: string[], choices: string[], arms: string[] }} ExperimentTexts */
/** @typedef {{ messages: Record<string, string>, lesson: string, experiments: Record<string, ExperimentTexts> }} Translation */

const languageChoice = () => /** @type {HTMLSelectElement} */ (find("[data-language-choice]"));

/**
 * The language of the page: the link's, or the one that was chosen before, or the browser's; and
 * the menu that changes it.
 *
 * @param {string | undefined} linked
 * @param {(translation: Translation | undefined) => void} onSpoken  Another language is here.
 * @param {(error: unknown) => void} onFailure  It did not come; the page stays as it is.
 */
export function makeLanguage(linked, onSpoken, onFailure) {
  const wanted = [linked, recalled(STORE), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const first = wanted.find((language) => LANGUAGES.includes(language ?? "")) ?? "en";
  const speakNow = (/** @type {string} */ language) => speak(language).then(onSpoken, onFailure);
  const choice = languageChoice();
  choice.value = first;

  return {
    speak: speakNow,

    /** Speak it as soon as the page has its panels. */
    begin: () => (first === "en" ? Promise.resolve() : speakNow(first)),

    /** @param {(language?: string) => void} forget  What a link asked for; a language that storage
     *   does not keep goes into the address instead. */
    offer(forget) {
      choice.addEventListener("change", () => {
        forget(keep(STORE, choice.value) ? undefined : choice.value);
        speakNow(choice.value);
      });
    },
  };
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
async function speak(language) {
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
