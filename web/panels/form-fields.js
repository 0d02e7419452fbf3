// @ts-check
// Fields that are made when they are needed, with their labels.

import { showMessage } from "../lib/show.js";

/** @param {string} label  A code. @param {string} value @param {(text: string) => void} onInput */
export function textField(label, value, onInput) {
  const made = Object.assign(document.createElement("input"), { value: value ?? "" });
  made.addEventListener("input", () => onInput(made.value));
  return labelled(label, made);
}

/** @param {string} label  A code. @param {string[]} values  Of plots. @param {string} value @param {(value: string) => void} onChange */
export function choiceField(label, values, value, onChange) {
  const made = document.createElement("select");
  for (const each of values) {
    const option = new Option("", each);
    showMessage(option, `plots.${each}`);
    made.append(option);
  }
  made.value = value;
  made.addEventListener("change", () => onChange(made.value));
  return labelled(label, made);
}

/** @param {string} label @param {HTMLInputElement | HTMLSelectElement} control */
function labelled(label, control) {
  const made = document.createElement("label");
  const words = document.createElement("span");
  showMessage(words, label);
  made.append(words, control);
  return made;
}
