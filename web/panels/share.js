// @ts-check
// The share dialog: links to what the page shows.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { displayLink } from "../url/display.js";
import { experimentsOfLesson, listed, sectionsOfLesson } from "../url/page-options.js";
import { lasting, shortened } from "../url/permalink.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Setting } from "../lib/setting.js" */
/** @import { Files } from "../lib/edits.js" */
/** @import { Frame } from "../protocol.js" */
/** @import { PageOptions } from "../url/permalink.js" */
/** @typedef {"hide" | "fix" | "sections" | "experiments"} List */

/** What a teacher can hide, and what it is called. */
const PARTS = {
  lesson: "lesson.title",
  settings: "share.all-settings",
  code: "code.title",
  network: "network.title",
  home: "downloads.title",
  share: "share.title",
  "step-stage": "toolbar.stage",
  "step-update": "toolbar.update",
  "step-epoch": "toolbar.epoch",
  "new-weights": "toolbar.new-weights",
  "new-data": "toolbar.new-data",
};
const MOST_EPOCHS = 9999; // that a link asks for
const EMBED = { width: 700, height: 500 };

const field = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-share=${name}]`));

/**
 * Links to what the page shows now: as it is, packed, as a frame for another page, and
 * as a teacher wants it.
 *
 * @param {() => Frame | undefined} newest
 * @param {() => Files} edits  Code that is not as packaged.
 * @param {() => PageOptions} here  What the page's own link made of it.
 * @param {Setting[]} schema
 * @param {() => string | null} experiment  That is open, by its name or as JSON.
 */
export function makeShare(newest, edits, here, schema, experiment) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-share-dialog]"));
  const choices = /** @type {HTMLFormElement} */ (find("[data-teachers]"));
  const chosen = (/** @type {string} */ name) =>
    [...choices.querySelectorAll(`[name=${name}]:checked`)].map(
      (box) => /** @type {HTMLInputElement} */ (box).value,
    );

  /** What the teacher wants the page to be. */
  function wantedOptions() {
    /** @type {PageOptions} */
    const wanted = {};
    const data = new FormData(choices);
    for (const name of /** @type {const} */ (["lang", "theme", "view", "embed", "projector"])) {
      if (data.get(name)) wanted[name] = String(data.get(name));
    }
    for (const name of /** @type {const} */ (["hide", "fix"])) {
      const hasBox = (/** @type {string} */ value) =>
        choices.querySelector(`[name=${name}][value="${value}"]`) !== null;
      const others = listed(here()[name]).filter((value) => !hasBox(value));
      const names = [...chosen(name), ...others];
      if (names[0]) wanted[name] = names.join();
    }
    for (const name of /** @type {const} */ (["sections", "experiments"])) {
      const boxes = choices.querySelectorAll(`[name=${name}]`);
      if (chosen(name).length < boxes.length) wanted[name] = chosen(name).join() || "none";
    }
    return wanted;
  }

  async function update() {
    const frame = newest();
    if (!frame) return;
    const isOpen = /** @type {HTMLDetailsElement} */ (find("[data-for-teachers]")).open;
    const wanted = isOpen ? wantedOptions() : here();
    const startsAtOnce = isOpen && new FormData(choices).get("train");
    const opens = isOpen ? String(new FormData(choices).get("opens") ?? "") : experiment();
    const code = opens
      ? [] // an experiment runs the code as it came
      : Object.entries(edits()).map(([name, text]) => `code.${name}=${encodeURIComponent(text)}`);
    const isTrained = frame.epoch > 0 && !startsAtOnce && !code[0] && !opens;
    const epoch = isTrained ? `epoch=${Math.min(frame.epoch, MOST_EPOCHS)}` : "";
    const train = startsAtOnce ? "train=1" : "";
    const start = opens ? `experiment=${encodeURIComponent(opens)}` : frame.link;
    const display = displayLink();
    const link = [start, display, lasting(wanted), epoch, train, ...code].filter(Boolean).join("&");
    const [address] = location.href.split("#");
    const withHash = (/** @type {string} */ text) =>
      text ? `${address}#${text}` : String(address);
    field("link").value = withHash(link);
    field("short").value = withHash(await shortened(link));
    const isLacking = frame.settings.custom_points && !frame.link.includes("custom_points=");
    find("[data-share-lacks]").hidden = !isLacking || Boolean(opens);
    const inside = wanted.embed ? link : [link, "embed=1"].filter(Boolean).join("&");
    field("embed").value =
      `<iframe title="Watch It Learn" loading="lazy" width="${EMBED.width}" height="${EMBED.height}" ` +
      `src="${withHash(inside).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`;
  }

  /**
   * What a teacher can choose, once it is asked for: the lesson has its language by then.
   * The page's own link has chosen before.
   */
  function fill() {
    const opens = /** @type {HTMLSelectElement} */ (choices.elements.namedItem("opens"));
    const isFilled = opens.options.length > 1;
    if (!isFilled) {
      for (const name of experimentsOfLesson().keys()) opens.append(new Option("", name));
    }
    opens.value = experiment() ?? "";
    if (isFilled) return;
    const given = here();
    for (const name of /** @type {const} */ (["lang", "theme", "view"])) {
      const choice = /** @type {HTMLSelectElement} */ (choices.elements.namedItem(name));
      choice.value = given[name] ?? "";
    }
    for (const name of /** @type {const} */ (["embed", "projector"])) {
      const box = /** @type {HTMLInputElement} */ (choices.elements.namedItem(name));
      box.checked = given[name] !== undefined;
    }
    /** @type {(parts: string, label: Message, lists: List[], value: string) => void} */
    const add = (parts, label, lists, value) =>
      find(`[data-teachers-${parts}]`).append(row(label, lists, value, given));
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

  /** Sections and experiments have their titles from the lesson, which may speak another language by now. */
  function showTitles() {
    const titles = experimentsOfLesson();
    const opens = /** @type {HTMLSelectElement} */ (choices.elements.namedItem("opens"));
    for (const option of opens.options) option.text = titles.get(option.value) ?? option.text;
    for (const [list, known] of /** @type {const} */ ([
      ["sections", sectionsOfLesson()],
      ["experiments", titles],
    ])) {
      for (const box of choices.querySelectorAll(`[name=${list}]`)) {
        const { value } = /** @type {HTMLInputElement} */ (box);
        const title = verbatim(known.get(value) ?? value);
        const words = box.closest(".teachers-row")?.querySelector("span");
        if (words) showMessage(words, title);
        showMessage(box, title, "aria-label");
      }
    }
  }

  choices.addEventListener("change", update);
  find("[data-for-teachers]").addEventListener("toggle", update);
  find("[data-action=share]").addEventListener("click", () => {
    fill();
    showTitles();
    dialog.showModal();
    update();
  });
  for (const name of ["link", "short", "embed"]) {
    find(`[data-action=copy-${name}]`).addEventListener("click", async ({ currentTarget }) => {
      field(name).select();
      try {
        await navigator.clipboard.writeText(field(name).value);
        /** @type {HTMLElement} */ (currentTarget).dataset.done = "";
      } catch {} // in a frame, or on plain http: it is selected, to be copied by hand
    });
  }
}

/**
 * A line of check boxes: whether each list of a link names the value.
 *
 * @param {Message} label
 * @param {List[]} lists
 * @param {string} value
 * @param {PageOptions} given  Where a list is missing, nothing is hidden or fixed, and all is shown.
 */
function row(label, lists, value, given) {
  const line = document.createElement("div");
  line.className = "teachers-row";
  const words = document.createElement("span");
  showMessage(words, label);
  line.append(words);
  for (const name of lists) {
    const isVerb = name === "hide" || name === "fix";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    box.checked = given[name] === undefined ? !isVerb : listed(given[name]).includes(value);
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
