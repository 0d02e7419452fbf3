// @ts-check
import { find } from "../lib/dom.js";
import { makeNumberField, SLIDER_STEPS, shownNumber } from "../lib/number-field.js";

/** @import { Frame, Refused, SettingName } from "../protocol.js" */

/**
 * @typedef {{ kind: "choice", options: Record<string, string> }} Choice
 * @typedef {{ kind: "number", low: number, high: number, step: number | "any", logarithmic: boolean }} NumberRule
 * @typedef {{ kind: "switch" }} Switch
 * @typedef {{ kind: "widths", layers: number, units: number }} Widths
 * @typedef {{ kind: "points" }} Points
 * @typedef {{ name: SettingName, group: string, label: string, help: string, rare: boolean, default: string, rule: Choice | NumberRule | Switch | Widths | Points }} Setting
 * @typedef {(changes: Partial<Record<SettingName, string>>) => void} Configure
 */

/**
 * Make a control for every setting, in the element that names its group; the rare ones
 * go into that element's `<details>`.
 *
 * @param {Setting[]} schema
 * @param {Configure} configure
 */
export function makeControls(schema, configure) {
  for (const setting of schema) {
    const group = find(`[data-group=${setting.group}]`);
    const place = setting.rare ? group.querySelector("details") : group;
    place?.append(labelled(setting, configure));
    const details = group.querySelector(":scope > details");
    if (details) group.append(details);
  }
  showHelp();
}

/** Tell what the setting that has the focus does. */
function showHelp() {
  const help = find("[data-setting-help]");
  const form = find("[data-settings]");
  form.addEventListener("focusin", ({ target }) => {
    const control = /** @type {HTMLElement} */ (target);
    const row =
      control.closest(".setting-pair")?.querySelector("label") ?? control.closest("label");
    help.textContent = row?.title ?? "";
  });
  form.addEventListener("focusout", () => {
    help.textContent = "";
  });
}

/**
 * Show what the trainer says the settings are; a field in use, one that waits for its
 * answer, or one that was refused, keeps what its user typed.
 *
 * @param {Frame} frame
 * @param {Record<string, string>} unanswered  Settings that were sent and wait.
 */
export function showSettings({ settings }, unanswered) {
  for (const [name, value] of Object.entries(settings)) {
    if (name in unanswered) continue;
    const control = settingControl(name);
    if (control === document.activeElement && control.dataset.edited) continue;
    if (control.ariaInvalid === "true") continue;
    if (control instanceof HTMLInputElement && control.type === "checkbox") {
      control.checked = value === "true";
    } else {
      const text =
        control instanceof HTMLTextAreaElement
          ? value.replaceAll("|", "\n")
          : control.role === "spinbutton"
            ? shownNumber(value)
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
 * Offer the names that each choice has after code was run: edited code may bring new ones.
 *
 * @param {Frame} frame
 */
export function showOptions({ options }) {
  for (const [name, labels] of Object.entries(options ?? {})) {
    const all = Object.entries(labels).map(([value, label]) => new Option(label, value));
    const control = settingControl(name);
    const { value } = control;
    control.replaceChildren(...all);
    control.value = value;
  }
}

/**
 * Mark the field whose value was refused, if it is one's, and tell it at the screen's foot,
 * too: on a narrow screen the message is far from the field.
 *
 * @param {Refused} refused
 * @param {Setting[]} schema
 * @returns {string}  The message, in which a setting is called as its control is.
 */
export function markRefused({ message, setting }, schema) {
  const entry = schema.find(({ name }) => name === setting);
  if (!entry) return message;
  const told = message.replace(entry.name, () => entry.label);
  settingControl(entry.name).ariaInvalid = "true";
  find("[data-setting-help]").textContent = told;
  return told;
}

/** Refused values give way to those of a link. */
export function forgetRefused() {
  for (const control of document.querySelectorAll("[data-setting][aria-invalid]"))
    unmark(/** @type {HTMLElement} */ (control));
}

/** A new value is on its way. @param {HTMLElement} control */
function unmark(control) {
  if (control.ariaInvalid) find("[data-setting-help]").textContent = "";
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
function labelled({ name, label, help, rule, default: text }, configure) {
  const row = document.createElement("label");
  row.className = `setting setting-${rule.kind}`;
  const words = document.createElement("span");
  words.textContent = label;
  const control = rule.kind === "choice" ? select(rule) : field(rule);
  row.title = help; // for a mouse; for all others it stands at the foot of the screen
  control.title = help; // for screen readers
  control.dataset.setting = name;
  control.value = text;
  control.addEventListener("input", () => {
    control.dataset.edited = "true";
  });
  control.addEventListener("change", () => {
    delete control.dataset.edited;
    unmark(control);
    const isSwitch = control instanceof HTMLInputElement && control.type === "checkbox";
    configure({ [name]: isSwitch ? String(control.checked) : control.value });
  });
  if (control instanceof HTMLInputElement) control.checked = text === "true";
  row.append(words, control);
  if (rule.kind !== "number" || !rule.logarithmic) return row;
  const pair = document.createElement("div");
  pair.className = "setting-pair";
  const slider = logarithmicSlider(name, label, rule, configure);
  showOnSlider(slider, text);
  pair.append(row, slider);
  return pair;
}

/** @param {Choice} rule */
function select({ options }) {
  const control = document.createElement("select");
  control.append(...Object.entries(options).map(([value, label]) => new Option(label, value)));
  return control;
}

/** @param {NumberRule | Switch | Widths | Points} rule */
function field(rule) {
  if (rule.kind === "points") {
    const area = document.createElement("textarea");
    Object.assign(area, { rows: 3, spellcheck: false, placeholder: "x,y,class" });
    return area;
  }
  const control = document.createElement("input");
  if (rule.kind === "switch") control.type = "checkbox";
  if (rule.kind === "widths") control.inputMode = "numeric";
  if (rule.kind === "number") makeNumberField(control, rule);
  control.autocomplete = "off";
  return control;
}

/**
 * @param {SettingName} name
 * @param {string} label
 * @param {NumberRule} rule
 * @param {Configure} configure
 */
function logarithmicSlider(name, label, { low, high }, configure) {
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: Math.log10(low), max: Math.log10(high) });
  slider.step = String((Math.log10(high) - Math.log10(low)) / SLIDER_STEPS);
  slider.dataset.slider = name;
  slider.ariaLabel = `${label}, on a logarithmic scale`;
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
