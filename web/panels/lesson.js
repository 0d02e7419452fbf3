// @ts-check
// The lesson: its sections, and the numbers of the run in its text.

import { setText } from "../lib/show.js";

/** @import { makeJournal } from "../lib/journal.js" */
/** @import { Frame } from "../protocol.js" */

/**
 * The lesson: one section at a time beside the demo, which its links set.
 *
 * @param {HTMLElement} article
 * @param {HTMLElement} button  Opens and closes it.
 * @param {ReturnType<typeof makeJournal>} journal
 */
export function makeLesson(article, button, journal) {
  const sections = /** @type {HTMLElement[]} */ ([...article.querySelectorAll("[data-section]")]);
  const english = sections.map(({ childNodes }) => [...childNodes]);
  const choice = /** @type {HTMLSelectElement} */ (article.querySelector("[data-section-choice]"));
  const by = (/** @type {string} */ action) =>
    /** @type {HTMLButtonElement} */ (article.querySelector(`[data-action=${action}-section]`));
  choice.append(...sections.map(({ dataset }) => new Option("", dataset.section)));
  const isOffered = (/** @type {string} */ name) =>
    [...choice.options].some(({ value, hidden }) => value === name && !hidden);
  /** @type {HTMLElement} */ (article.querySelector("[data-sections]")).hidden = false;

  function show() {
    sections.forEach((section, i) => {
      section.hidden = i !== choice.selectedIndex;
    });
    by("previous").disabled = choice.selectedIndex === 0;
    by("next").disabled = choice.selectedIndex === sections.length - 1;
    article.scrollTop = 0;
    if (!article.hidden) remember(choice.value);
  }

  /** The section that is open, for the next time. @param {string} name */
  function remember(name) {
    if (journal.now().section === name) return;
    journal.change((now) => {
      now.section = name;
    });
  }

  /** Titles of the sections, with a mark where the question was answered. */
  function showTitles() {
    for (const [i, section] of sections.entries()) {
      const option = /** @type {HTMLOptionElement} */ (choice.options[i]);
      const isAnswered = journal.now().questions[option.value]?.isRight;
      option.dataset.title = `${i + 1}. ${section.querySelector("h2")?.textContent}`;
      option.text = `${option.dataset.title}${isAnswered ? " ✓" : ""}`;
    }
  }

  /** @param {number} step */
  function turn(step) {
    let next = choice.selectedIndex;
    do next += step;
    while (choice.options[next]?.hidden); // a link may leave sections out
    if (!choice.options[next]) return;
    choice.selectedIndex = next;
    show();
  }

  /** @param {boolean} isOpen */
  function open(isOpen) {
    if (isOpen && choice.selectedOptions[0]?.hidden) turn(1);
    article.hidden = !isOpen;
    if (isOpen) remember(choice.value);
    button.ariaExpanded = String(isOpen);
    document.body.toggleAttribute("data-lesson", isOpen);
  }

  // the browser does nothing where a link is to where the page is; a lesson's begins anew
  article.addEventListener("click", ({ target }) => {
    const link = /** @type {Element} */ (target).closest("a");
    if (!link?.hash || link.hash !== location.hash) return;
    history.replaceState(null, "", location.href);
    dispatchEvent(new HashChangeEvent("hashchange", { newURL: location.href }));
  });
  choice.addEventListener("change", show);
  by("previous").addEventListener("click", () => turn(-1));
  by("next").addEventListener("click", () => turn(1));
  button.addEventListener("click", () => {
    const { section } = journal.now();
    if (article.hidden && isOffered(section)) choice.value = section;
    show();
    open(article.hidden === true);
  });
  showTitles();
  open(false);
  show();

  return {
    /** Put another language in. @param {string} [html]  Of every section, as built; English if left out. */
    translate(html) {
      const other = new DOMParser().parseFromString(html ?? "", "text/html");
      for (const [i, section] of sections.entries()) {
        const words = other.querySelector(`[data-section="${section.dataset.section}"]`);
        section.replaceChildren(...(words?.childNodes ?? english[i] ?? []));
      }
      showTitles();
    },

    /** The journal has changed: where it was begun anew, the lesson is, too. */
    mark() {
      showTitles();
      if (journal.now().section !== "" || choice.selectedIndex === 0) return;
      choice.selectedIndex = 0;
      show();
    },

    /** Open the lesson at a section; whether it has that. @param {string} name */
    open(name) {
      if (!sections.some((section) => section.dataset.section === name)) return false;
      choice.value = name;
      show();
      open(true);
      return true;
    },
  };
}

/** Put the demo's own numbers into the lesson's sentences. @param {Frame} frame */
export function showLessonNumbers({ epoch_plan }) {
  for (const [name, value] of Object.entries(epoch_plan)) {
    const number = document.querySelector(`[data-number=${name}]`);
    if (number) setText(number, String(value));
  }
}
