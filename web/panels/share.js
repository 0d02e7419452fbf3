// @ts-check
import { find } from "../lib/dom.js";
import { experimentsOfLesson, listed } from "../url/page-options.js";
import { lasting, shortened } from "../url/permalink.js";

/** @import { Setting } from "./settings-panel.js" */
/** @import { Files } from "./edits.js" */
/** @import { Frame } from "../protocol.js" */
/** @import { Place } from "../url/permalink.js" */
/** @typedef {"hide" | "fix" | "sections" | "experiments"} List */

const AREA_WORDS = {
  lesson: "Lesson",
  settings: "All settings",
  code: "Code",
  network: "Network and numbers",
  home: "Take home",
  share: "Share",
};
const BUTTONS = ["step-stage", "step-update", "step-epoch", "new-weights", "new-data"];
const EMBED = { width: 700, height: 500 };

const field = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-share=${name}]`));

/**
 * Links to what the page shows now: as it is, packed, as a frame for another page, and
 * as a teacher wants it.
 *
 * @param {() => Frame | undefined} newest
 * @param {() => Files} edits  Code that is not as packaged.
 * @param {() => Place} here  What the page's own link made of it.
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
  function place() {
    /** @type {Place} */
    const wanted = {};
    const data = new FormData(choices);
    for (const name of /** @type {const} */ (["lang", "theme", "embed"])) {
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
    const wanted = isOpen ? place() : here();
    const startsAtOnce = isOpen && new FormData(choices).get("train");
    const opens = isOpen ? String(new FormData(choices).get("opens") ?? "") : experiment();
    const code = opens
      ? [] // an experiment runs the code as it came
      : Object.entries(edits()).map(([name, text]) => `code.${name}=${encodeURIComponent(text)}`);
    const epoch =
      0 < frame.epoch && frame.epoch < 10_000 && !startsAtOnce && !code[0] && !opens
        ? `epoch=${frame.epoch}`
        : "";
    const train = startsAtOnce ? "train=1" : "";
    const start = opens ? `experiment=${encodeURIComponent(opens)}` : frame.link;
    const link = [start, lasting(wanted), epoch, train, ...code].filter(Boolean).join("&");
    const [address] = location.href.split("#");
    const withHash = (/** @type {string} */ text) =>
      text ? `${address}#${text}` : String(address);
    field("link").value = withHash(link);
    field("short").value = withHash(await shortened(link));
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
    const isFilled = find("[data-teachers-settings]").querySelector("input") !== null;
    if (!isFilled) {
      for (const [name, title] of experimentsOfLesson()) opens.append(new Option(title, name));
    }
    opens.value = experiment() ?? "";
    if (isFilled) return;
    const given = here();
    for (const name of /** @type {const} */ (["lang", "theme"])) {
      const choice = /** @type {HTMLSelectElement} */ (choices.elements.namedItem(name));
      choice.value = given[name] ?? "";
    }
    const compact = /** @type {HTMLInputElement} */ (choices.elements.namedItem("embed"));
    compact.checked = given.embed !== undefined;
    /** @type {(parts: string, label: string, lists: List[], value: string) => void} */
    const add = (parts, label, lists, value) =>
      find(`[data-teachers-${parts}]`).append(row(label, lists, value, given));
    for (const { name, label } of schema) add("settings", label, ["hide", "fix"], name);
    for (const [name, label] of Object.entries(AREA_WORDS)) add("parts", label, ["hide"], name);
    for (const name of BUTTONS) {
      add("parts", find(`[data-action=${name}]`).textContent?.trim() ?? name, ["hide"], name);
    }
    for (const option of document.querySelectorAll("[data-section-choice] option")) {
      const { value, text } = /** @type {HTMLOptionElement} */ (option);
      add("sections", text, ["sections"], value);
    }
    for (const [name, title] of experimentsOfLesson()) {
      add("experiments", title, ["experiments"], name);
    }
  }

  choices.addEventListener("change", update);
  choices.addEventListener("submit", (event) => event.preventDefault());
  find("[data-for-teachers]").addEventListener("toggle", update);
  find("[data-action=share]").addEventListener("click", () => {
    fill();
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
 * @param {string} label
 * @param {List[]} lists
 * @param {string} value
 * @param {Place} given  Where a list is missing, nothing is hidden or fixed, and all is shown.
 */
function row(label, lists, value, given) {
  const line = document.createElement("div");
  line.className = "teachers-row";
  const words = document.createElement("span");
  words.textContent = label;
  line.append(words);
  for (const name of lists) {
    const isVerb = name === "hide" || name === "fix";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
    box.checked = given[name] === undefined ? !isVerb : listed(given[name]).includes(value);
    box.ariaLabel = isVerb ? `${label}: ${name}` : label;
    const caption = document.createElement("label");
    caption.append(box, isVerb ? name : "");
    line.append(caption);
  }
  return line;
}
