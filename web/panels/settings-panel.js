// @ts-check
// A control for each setting, made from the settings' table.

import { find } from "../lib/dom.js";
import { message, verbatim } from "../lib/message.js";
import { makeNumberField, STEPS } from "../lib/number-field.js";
import { showMessage } from "../lib/show.js";
import { isKnown, number } from "../lib/translate.js";
import { displayed } from "../url/display.js";
import { endHelp, helpOf, listenForHelp, tellBeside } from "./setting-help.js";
import { makeSwitches } from "./switches.js";

/** @import { Axes, Choice, Configure, NumberField, Places, Points, Setting, Steps, Switch, Widths } from "../lib/setting.js" */
/** @import { Frame, Refused, SettingName } from "../protocol.js" */

/**
 * Make a control for every setting, in the element that names its group; the advanced ones
 * go into that element's `<details>`.
 *
 * @param {Setting[]} schema
 * @param {Configure} configure
 */
export function makeControls(schema, configure) {
  for (const setting of schema) {
    const group = find(`[data-group=${setting.group}]`);
    const place = setting.advanced ? group.querySelector("details") : group;
    place?.append(labelled(setting, configure));
    const details = group.querySelector(":scope > details");
    if (details) group.append(details);
  }
  listenForHelp();
}

/** The dataset menu's entry for custom points, which take the dataset's place. */
const CUSTOM = "custom";
/** The last custom points and their axes; empty before there were any. @type {Record<string, string>} */
let lastOwn = {};

/** Keep custom points, for whoever comes back to them. @param {Frame} frame */
function rememberOwn({ settings }) {
  const { custom_points = "", axes = "" } = settings;
  if (custom_points) lastOwn = { custom_points, axes };
  const menu = /** @type {HTMLSelectElement} */ (settingControl("dataset"));
  if (lastOwn.custom_points && ![...menu.options].some(({ value }) => value === CUSTOM)) {
    const option = new Option("", CUSTOM);
    showMessage(option, "settings.custom_points.label");
    menu.append(option);
  }
}

/** The values that were shown last. @type {Map<string, string>} */
const shown = new Map();

/**
 * Show what the trainer says the settings are; a field in use, one that waits for its
 * answer, or one that was refused and has no other value since, keeps what its user typed.
 *
 * @param {Frame} frame
 * @param {Record<string, string>} unanswered  Settings that were sent and wait.
 */
export function showSettings(frame, unanswered) {
  const { settings } = frame;
  rememberOwn(frame);
  const own = settings.custom_points ? { dataset: CUSTOM } : {};
  for (const [name, value] of Object.entries({ ...settings, ...own, ...displayed() })) {
    if (name in unanswered) continue;
    const control = settingControl(name);
    if (control === document.activeElement && control.dataset.edited) continue;
    showUse(control, frame.unused.includes(name));
    const isNews = shown.get(name) !== value;
    shown.set(name, value);
    if (control.ariaInvalid === "true") {
      if (!isNews) continue;
      unmark(control);
    }
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      control.checked = value === "true";
    } else if (control.dataset.steps) {
      showOnSteps(/** @type {HTMLInputElement} */ (control), value);
    } else {
      const text =
        control instanceof HTMLTextAreaElement
          ? value.replaceAll("|", "\n")
          : control.role === "spinbutton"
            ? number(value)
            : value;
      if (control.value !== text) control.value = text;
      if (control.role === "spinbutton" && control.ariaValueNow !== value)
        control.ariaValueNow = value;
    }
  }
  for (const each of document.querySelectorAll("[data-slider]")) {
    const slider = /** @type {HTMLInputElement} */ (each);
    const value = settings[/** @type {SettingName} */ (slider.dataset.slider)] ?? "";
    if (!slider.dataset.edited && slider.ariaValueText !== value) showOnSlider(slider, value);
  }
}

/**
 * Set a setting back that changes nothing as long as the others are what they are.
 *
 * @param {HTMLElement} control
 * @param {boolean} isUnused
 */
function showUse(control, isUnused) {
  if (isUnused === "unused" in control.dataset) return;
  control.toggleAttribute("data-unused", isUnused);
  const row = control.closest(".setting") ?? control;
  for (const each of [row, control]) showMessage(each, helpOf(control), "title");
}

/**
 * Offer the names that each choice has after code was run: edited code may bring new ones.
 *
 * @param {Frame} frame
 */
export function showOptions({ options }) {
  for (const [name, labels] of Object.entries(options ?? {})) {
    const control = settingControl(name);
    const { value } = control;
    if ("offer" in control) /** @type {any} */ (control).offer(labels);
    else {
      const own = control.querySelector(`[value=${CUSTOM}]`);
      control.replaceChildren(...optionElements(name, labels), ...(own ? [own] : []));
    }
    control.value = value;
  }
}

/**
 * Mark the field whose value was refused, if it is one's, and tell it there, too.
 *
 * @param {Refused} refused
 */
export function markRefused({ message: told }) {
  const control = told.setting && document.querySelector(`[data-setting=${told.setting}]`);
  if (!control) return;
  control.ariaInvalid = "true";
  tellBeside(control, told);
}

/** Unmark refused values before a link sets new ones. */
export function forgetRefused() {
  for (const control of document.querySelectorAll("[data-setting][aria-invalid]"))
    unmark(/** @type {HTMLElement} */ (control));
}

/** A new value is on its way. @param {HTMLElement} control */
function unmark(control) {
  if (control.ariaInvalid) endHelp();
  control.ariaInvalid = null;
}

/**
 * @param {string} name
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
export function settingControl(name) {
  return /** @type {HTMLInputElement} */ (find(`[data-setting=${name}]`));
}

/**
 * @param {Setting} setting
 * @param {Configure} configure
 */
function labelled({ name, field, default: text }, configure) {
  const row = document.createElement(field.kind === "several" ? "div" : "label");
  row.className = `setting setting-${field.kind}`;
  const words = document.createElement("span");
  showMessage(words, `settings.${name}.label`);
  const control = controlFor(name, field);
  control.dataset.setting = name;
  showMessage(row, helpOf(control), "title"); // for a mouse; for all others it comes with the focus
  showMessage(control, helpOf(control), "title"); // for screen readers
  control.value = text;
  control.addEventListener("input", () => {
    control.dataset.edited = "true";
  });
  control.addEventListener("change", () => {
    delete control.dataset.edited;
    unmark(control);
    const text = textOf(control);
    configure(name === "dataset" && text === CUSTOM ? lastOwn : { [name]: text });
  });
  if (control instanceof HTMLInputElement) control.checked = text === "true";
  if ("names" in control) row.append(words, /** @type {Element} */ (control.names), control);
  else row.append(words, control);
  if (field.kind === "steps") {
    row.append(document.createElement("output"));
    control.addEventListener("input", () => {
      showOnSteps(/** @type {HTMLInputElement} */ (control), textOf(control));
      configure({ [name]: textOf(control) });
    });
    showOnSteps(/** @type {HTMLInputElement} */ (control), text);
  }
  if (field.kind !== "number" || !field.logarithmic) return row;
  const pair = document.createElement("div");
  pair.className = "setting-pair";
  const slider = logarithmicSlider(name, field, configure);
  showOnSlider(slider, text);
  pair.append(row, slider);
  return pair;
}

/** What a control says, as text. @param {ReturnType<typeof settingControl>} control */
function textOf(control) {
  const isSwitch = control instanceof HTMLInputElement && control.type === "checkbox";
  if (isSwitch) return String(control.checked);
  const { steps } = control.dataset;
  return steps ? (steps.split(" ")[Number(control.value)] ?? "") : control.value;
}

/** @param {HTMLInputElement} slider @param {string} value */
function showOnSteps(slider, value) {
  slider.value = String(slider.dataset.steps?.split(" ").indexOf(value));
  const name = message(`options.${slider.dataset.setting}.${value}`);
  showMessage(slider, name, "aria-valuetext");
  const words = slider.nextElementSibling;
  if (words) showMessage(words, name);
}

/**
 * @param {string} name
 * @param {Setting["field"]} field
 * @returns {ReturnType<typeof settingControl>}
 */
function controlFor(name, field) {
  if (field.kind === "choice") return select(name, field);
  if (field.kind === "several") return /** @type {any} */ (makeSwitches(name, field));
  return inputFor(field);
}

/** @param {string} name @param {Choice} field */
function select(name, { options }) {
  const control = document.createElement("select");
  control.append(...optionElements(name, options));
  return control;
}

/** @param {string} name @param {Record<string, string>} labels  By value; edited code brings its own. */
function optionElements(name, labels) {
  return Object.entries(labels).map(([value, label]) => {
    const code = `options.${name}.${value}`;
    const option = new Option("", value);
    showMessage(option, isKnown(code) ? message(code) : verbatim(label));
    return option;
  });
}

/** @param {NumberField | Steps | Switch | Widths | Points | Axes | Places} field */
function inputFor(field) {
  if (field.kind === "points") {
    const area = document.createElement("textarea");
    Object.assign(area, { rows: 3, spellcheck: false, placeholder: "x,y,class" });
    return area;
  }
  const control = document.createElement("input");
  if (field.kind === "switch") control.type = "checkbox";
  if (field.kind === "steps") {
    Object.assign(control, { type: "range", min: 0, max: field.values.length - 1 });
    control.dataset.steps = field.values.join(" ");
  }
  if (field.kind === "widths") control.inputMode = "numeric";
  if (field.kind === "number") makeNumberField(control, field);
  control.autocomplete = "off";
  return control;
}

/**
 * @param {Setting["name"]} name
 * @param {NumberField} field
 * @param {Configure} configure
 */
function logarithmicSlider(name, { low, high }, configure) {
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: Math.log10(low), max: Math.log10(high) });
  slider.step = String(1 / STEPS);
  slider.dataset.slider = name;
  const setting = message(`settings.${name}.label`);
  showMessage(slider, message("groups.logarithmic", { setting }), "aria-label");
  slider.addEventListener("change", () => {
    delete slider.dataset.edited; // it was let go
  });
  slider.addEventListener("input", () => {
    slider.dataset.edited = "true";
    const value = String(Number((10 ** slider.valueAsNumber).toPrecision(2)));
    slider.ariaValueText = value;
    unmark(settingControl(name));
    configure({ [name]: value });
  });
  return slider;
}

/** @param {HTMLInputElement} slider @param {string} value */
function showOnSlider(slider, value) {
  slider.valueAsNumber = Math.log10(Number(value));
  slider.ariaValueText = value;
}
