// @ts-check
// The form for teachers in the share dialog: what a link makes of the page.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { ALL, experimentsOfLesson, listed, sectionsOfLesson } from "../url/page-options.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Setting } from "../lib/setting.js" */
/** @import { PageOptions } from "../url/permalink.js" */
/** @typedef {"hide" | "fix" | "sections" | "experiments"} List */

/** What a teacher can hide, and what it is called. */
const PARTS = {
  lesson: "lesson.title",
  settings: "share.all-settings",
  code: "code.title",
  network: "network.title",
  losses: "views.losses",
  home: "downloads.title",
  share: "share.title",
  "step-stage": "toolbar.stage",
  "step-update": "toolbar.update",
  "step-epoch": "toolbar.epoch",
  "new-weights": "toolbar.new-weights",
  "new-data": "toolbar.new-data",
};

/**
 * What is often wanted, by its name: what is hidden or fixed, the boxes that are checked, and
 * of which kind the page opens with the first.
 *
 * @type {Record<string, { hide?: string[], fix?: typeof ALL, boxes?: string[], opens?: string }>}
 */
const PRESETS = {
  picture: {
    hide: ["lesson", "settings", "code", "network", "losses", "home", "share"],
    opens: "",
  },
  experiment: {
    hide: ["lesson", "settings", "code", "network", "home", "share"],
    opens: "experiment",
  },
  fixed: { fix: ALL },
  lesson: { hide: ["code", "home", "share"], opens: "section" },
  presentation: { hide: ["settings", "home", "share"], boxes: ["projector"] },
};

/**
 * @param {() => PageOptions} here  What the page's own link made of it.
 * @param {Setting[]} schema
 * @param {() => string | null} experiment  That is open, by its name or as JSON.
 */
export function makeTeachersForm(here, schema, experiment) {
  const form = /** @type {HTMLFormElement} */ (find("[data-teachers]"));
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));
  const boxes = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`[name=${name}]`)]);
  const chosen = (/** @type {string} */ name) =>
    boxes(name).flatMap((box) => (box.checked ? [box.value] : []));
  const opens = /** @type {HTMLSelectElement} */ (field("opens"));

  /** Make the form say what a link says. @param {PageOptions} given */
  function show(given) {
    for (const name of /** @type {const} */ (["lang", "theme", "view"])) {
      field(name).value = given[name] ?? "";
    }
    for (const name of /** @type {const} */ (["embed", "projector"])) {
      /** @type {HTMLInputElement} */ (field(name)).checked = given[name] !== undefined;
    }
    for (const name of /** @type {const} */ (["hide", "fix", "sections", "experiments"])) {
      for (const box of boxes(name)) box.checked = isNamed(name, given, box.value);
    }
  }

  /** Choose what a preset chooses, from the page as it is without any link. @param {string} name */
  function preset(name) {
    const { hide, fix, boxes: checked = [], opens: kind } = PRESETS[name] ?? {};
    show({
      ...(hide && { hide: hide.join() }),
      ...(fix && { fix }),
      ...Object.fromEntries(checked.map((box) => [box, "1"])),
    });
    const current = opens.value.split("=")[0];
    if (kind !== undefined && kind !== current) opens.value = firstOf(kind);
  }

  /** The experiment that is open goes before all others. @param {string} kind */
  function firstOf(kind) {
    const all = [...opens.options].filter(({ value }) => value.split("=")[0] === kind);
    return (all.find(({ dataset }) => dataset.own !== undefined) ?? all[0])?.value ?? "";
  }

  find("[data-preset]").addEventListener("change", ({ target }) =>
    preset(/** @type {HTMLSelectElement} */ (target).value),
  );

  return {
    /** What the teacher wants the page to be. */
    options() {
      /** @type {PageOptions} */
      const wanted = {};
      for (const name of /** @type {const} */ (["lang", "theme", "view"])) {
        if (field(name).value) wanted[name] = field(name).value;
      }
      for (const name of /** @type {const} */ (["embed", "projector"])) {
        if (/** @type {HTMLInputElement} */ (field(name)).checked) wanted[name] = "1";
      }
      for (const name of /** @type {const} */ (["hide", "fix"])) {
        const known = boxes(name).map(({ value }) => value);
        const others = listed(here()[name]).filter((each) => each !== ALL && !known.includes(each));
        const names = [...chosen(name), ...others];
        const isAll = name === "fix" && chosen(name).length === known.length;
        if (names[0]) wanted[name] = isAll ? ALL : names.join();
      }
      for (const name of /** @type {const} */ (["sections", "experiments"])) {
        if (chosen(name).length < boxes(name).length) wanted[name] = chosen(name).join() || "none";
      }
      return wanted;
    },

    /** What the page opens with, as part of a link; "" for the demo. */
    opens: () => opens.value,

    isToTrain: () => /** @type {HTMLInputElement} */ (field("train")).checked,

    /** Once it is asked for: the lesson has its language by then. */
    fill() {
      const isFilled = opens.options.length > 1;
      for (const [kind, titles] of /** @type {const} */ ([
        ["experiment", experimentsOfLesson()],
        ["section", sectionsOfLesson()],
      ])) {
        const group = find(`[data-opens=${kind}]`);
        for (const [name, title] of titles) {
          const value = `${kind}=${name}`;
          const option = [...opens.options].find((each) => each.value === value);
          if (option) option.text = title;
          else group.append(new Option(title, value));
        }
      }
      const own = experiment();
      opens.querySelector("[data-own]")?.remove();
      if (own !== null) {
        const value = `experiment=${encodeURIComponent(own)}`;
        const isKnown = [...opens.options].some((each) => each.value === value);
        const option = new Option(find("[data-trial=title]").textContent ?? "", value);
        option.dataset.own = "";
        if (!isKnown) find("[data-opens=experiment]").append(option);
        opens.value = value;
      } else if (opens.value.startsWith("experiment=")) opens.value = "";
      if (!isFilled) {
        fillLists(schema);
        show(here());
      }
      showTitles(form);
    },
  };
}

/** @param {List} name @param {PageOptions} given @param {string} value */
function isNamed(name, given, value) {
  const names = listed(given[name]);
  // where a list is missing, nothing is hidden or fixed, and all is shown
  if (given[name] === undefined) return name === "sections" || name === "experiments";
  return names.includes(value) || (name === "fix" && names.includes(ALL));
}

/** Make a line for whatever can be chosen. @param {Setting[]} schema */
function fillLists(schema) {
  /** @type {(parts: string, label: Message, lists: List[], value: string) => void} */
  const add = (parts, label, lists, value) =>
    find(`[data-teachers-${parts}]`).append(row(label, lists, value));
  for (const { name } of schema) {
    add("settings", message(`settings.${name}.label`), ["hide", "fix"], name);
  }
  for (const [name, code] of Object.entries(PARTS)) add("parts", message(code), ["hide"], name);
  for (const name of sectionsOfLesson().keys()) {
    add("sections", verbatim(name), ["sections"], name);
  }
  for (const name of experimentsOfLesson().keys()) {
    add("experiments", verbatim(name), ["experiments"], name);
  }
}

/**
 * Sections and experiments have their titles from the lesson, which may speak another language by now.
 *
 * @param {HTMLFormElement} form
 */
function showTitles(form) {
  for (const [list, known] of /** @type {const} */ ([
    ["sections", sectionsOfLesson()],
    ["experiments", experimentsOfLesson()],
  ])) {
    for (const box of form.querySelectorAll(`[name=${list}]`)) {
      const { value } = /** @type {HTMLInputElement} */ (box);
      const title = verbatim(known.get(value) ?? value);
      const words = box.closest(".teachers-row")?.querySelector("span");
      if (words) showMessage(words, title);
      showMessage(box, title, "aria-label");
    }
  }
}

/**
 * A line of check boxes: whether each list of a link names the value.
 *
 * @param {Message} label
 * @param {List[]} lists
 * @param {string} value
 */
function row(label, lists, value) {
  const line = document.createElement("div");
  line.className = "teachers-row";
  const words = document.createElement("span");
  showMessage(words, label);
  line.append(words);
  for (const name of lists) {
    const isVerb = name === "hide" || name === "fix";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    const verb = document.createElement("span");
    const caption = document.createElement("label");
    caption.append(box, verb);
    if (isVerb) showMessage(verb, `share.${name}`);
    const boxLabel = { part: label, verb: message(`share.${name}`) };
    showMessage(box, isVerb ? message("share.box", boxLabel) : label, "aria-label");
    line.append(caption);
  }
  return line;
}
