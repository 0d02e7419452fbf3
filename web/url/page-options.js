// @ts-check
// What a link makes of the page: parts hidden, settings fixed, a theme.

import { message } from "../lib/message.js";

/** @import { PageOptions } from "./permalink.js" */

/** Other controls of a setting: they are fixed with it. */
const ALSO = {
  hidden_layers: "[data-action$=-layer], [data-layers]",
  seed: "[data-action=new-weights]",
  data_seed: "[data-action=new-data]",
  custom_points: "[data-draw], [data-action=undo-drawing]",
  dataset: "[data-thumbnails]",
  activation: "[data-layer-activations]",
  frozen: "label:has([data-parameter^=freeze])",
};

/** Parts of the page that a link can hide, beside single settings and buttons. */
export const AREAS = {
  lesson: "[data-action=lesson]",
  settings: ".panels > .settings, [data-panels] [value=settings]",
  code: ".panels > .code, .views, [data-panels] [value=code], [data-see-lines]",
  network: ".panels > .network, [data-panels] [value=network]",
  losses: ".panels > .losses, [data-panels] [value=losses]",
  home: "[data-downloads]",
  share: "[data-action=share]",
};

const all = (/** @type {string} */ selector) =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
const experimentOf = (/** @type {HTMLElement} */ link) =>
  link.getAttribute("href")?.split("=")[1] ?? "";
const experimentLinks = () => all('.lesson a[href^="#experiment="]');

/** In place of names: every setting. */
export const ALL = "all";

/** Whether a link fixes a setting. @param {PageOptions} options @param {string} name */
export function isFixed({ fix }, name) {
  return listed(fix).some((each) => each === name || each === ALL);
}

/** The names of a list in a link. @param {string | undefined} names */
export function listed(names) {
  return names?.split(",") ?? [];
}

/**
 * Make the page what a link asks for: what learners see of it, and what they can change.
 *
 * @param {PageOptions} options
 */
export function arrange(options) {
  const { theme, embed, projector, hide, sections, experiments } = options;
  document.documentElement.style.colorScheme = theme ?? "";
  document.body.toggleAttribute("data-embed", embed !== undefined);
  document.documentElement.toggleAttribute("data-projector", projector !== undefined);
  for (const element of all("[data-hidden-by-link]"))
    element.removeAttribute("data-hidden-by-link");
  const hideByLink = (/** @type {Element | null | undefined} */ element) =>
    element?.setAttribute("data-hidden-by-link", "");

  for (const name of listed(hide)) {
    if (Object.hasOwn(AREAS, name))
      all(AREAS[/** @type {keyof typeof AREAS} */ (name)]).forEach(hideByLink);
    all(`[data-action="${name}"]`).forEach(hideByLink);
    for (const control of all(`[data-setting="${name}"]`)) {
      hideByLink(control.closest(".setting-pair") ?? control.closest(".setting"));
    }
  }
  for (const control of all("[data-setting], [data-slider]")) {
    const name = control.dataset.setting ?? control.dataset.slider ?? "";
    control.toggleAttribute("disabled", isFixed(options, name));
  }
  for (const [name, others] of Object.entries(ALSO)) {
    if (isFixed(options, name)) all(others).forEach(hideByLink);
  }
  if (sections !== undefined) {
    for (const option of all("[data-section-choice] option")) {
      option.hidden = !listed(sections).includes(/** @type {HTMLOptionElement} */ (option).value);
    }
  }
  if (experiments !== undefined) {
    for (const link of experimentLinks()) {
      if (!listed(experiments).includes(experimentOf(link))) hideByLink(link.closest("li") ?? link);
    }
  }
}

/** Name and title of each section of the lesson. */
export function sectionsOfLesson() {
  const options = /** @type {HTMLOptionElement[]} */ (all("[data-section-choice] option"));
  return new Map(options.map(({ value, text, dataset }) => [value, dataset.title ?? text]));
}

/** Name and title of each experiment that the lesson leads to. */
export function experimentsOfLesson() {
  return new Map(experimentLinks().map((link) => [experimentOf(link), link.textContent ?? ""]));
}

/**
 * What to tell of the first name in a link that nothing of the page bears, if any.
 *
 * @param {PageOptions} options
 */
export function unknownName(options) {
  const settings = all("[data-setting]").map(({ dataset }) => dataset.setting);
  const buttons = all("[data-action]").map(({ dataset }) => dataset.action);
  const known = {
    hide: [...Object.keys(AREAS), ...settings, ...buttons],
    fix: [ALL, ...settings],
    sections: ["none", ...all("[data-section]").map(({ dataset }) => dataset.section)],
    experiments: ["none", ...experimentsOfLesson().keys()],
  };
  for (const list of /** @type {const} */ (["hide", "fix", "sections", "experiments"])) {
    const name = listed(options[list]).find((each) => !known[list].includes(each));
    if (name) return message("link.unknown-name", { list, name: JSON.stringify(name) });
  }
  return undefined;
}
