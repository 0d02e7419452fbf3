// @ts-check
// Messages and numbers as text, in the reader's language. Templates are Python's format strings.

/** @import { Message, Param } from "./message.js" */

const SLOT = /\{\{|\}\}|\{(\w+)(?::([^{}]*))?\}/g;

/** @type {Map<string, string>} */
let catalogue = new Map();
let hasComma = false;

/** Speak a language from now on. @param {Record<string, string>} texts  By code. @param {boolean} writesComma */
export function setCatalogue(texts, writesComma) {
  catalogue = new Map(Object.entries(texts));
  hasComma = writesComma;
}

/** Whether there is a text for a code. @param {string} code */
export function isKnown(code) {
  return catalogue.has(code);
}

/**
 * The text of a message, or of a code.
 *
 * @param {Message | string} told
 * @param {Record<string, Param>} [params]  Where a code is told.
 * @returns {string}
 */
export function t(told, params = {}) {
  if (typeof told === "string") return t({ code: told, params });
  const { code, setting } = told;
  const given = setting ? { ...told.params, setting: settingLabel(setting) } : told.params;
  return (catalogue.get(code) ?? code).replace(SLOT, (slot, name, spec) =>
    name ? shown(given[name] ?? slot, spec) : slot.charAt(0),
  );
}

/** The text of several messages, one after the other. @param {Message[]} messages */
export function sentences(messages) {
  return messages.map((each) => t(each)).join(" ");
}

/** What the page calls a setting. @param {string} name */
export function settingLabel(name) {
  const code = `settings.${name}.label`;
  return isKnown(code) ? t(code) : name;
}

/** A number in the reader's notation, with four digits, or all of a larger whole. @param {number} value */
export function fewDigits(value) {
  const whole = Math.abs(value) >= 1e4 && Math.abs(value) < 1e15;
  return number(whole ? Math.round(value) : Number(value.toPrecision(4)));
}

/** What a column or a class of the data is called; those of measured data in the reader's language. @param {string} name */
export function dataName(name) {
  const code = `names.${name.toLowerCase().replaceAll(/[^\p{L}]+/gu, "-")}`;
  return isKnown(code) ? t(code) : name;
}

/**
 * What the page calls a choice of a setting.
 *
 * @param {string} setting
 * @param {string} value
 * @param {string} [label]  Where it has no text: edited code may bring its own.
 */
export function optionLabel(setting, value, label = value) {
  const code = `options.${setting}.${value}`;
  return isKnown(code) ? t(code) : label;
}

/**
 * A number as the reader writes it.
 *
 * @param {number | string} value  Plain, where it is a text.
 * @param {number} [digits]  Behind the point; by default as many as there are.
 */
export function number(value, digits) {
  const plain = typeof value === "string" || digits === undefined ? value : value.toFixed(digits);
  return hasComma ? String(plain).replace(".", ",") : String(plain);
}

/** A number of an array, in little room. @param {number | string} value  A text is nan, inf or -inf. */
export function shortNumber(value) {
  if (typeof value === "string") return value;
  const size = Math.abs(value);
  if (size >= 1e5) return number(value.toExponential(1));
  if (Number.isInteger(value)) return String(value);
  return number(size < 1e-3 ? value.toExponential(1) : value.toFixed(3));
}

/** @param {Param} param @param {string} [spec]  Python's, for numbers. @returns {string} */
function shown(param, spec = "") {
  // Python writes as text what it would have as 1e-05
  if (typeof param === "string") return /^\d+\.\d+$/.test(param) ? number(param) : param;
  if (typeof param === "number") {
    return spec === "," ? grouped(param) : number(formatted(param, spec));
  }
  if (Array.isArray(param)) return param.map((each) => shown(each)).join(", ");
  return t(param);
}

/** As Python's format() has it, for what the catalogues use: ".2f", "g", ".3g" and "". @param {number} value @param {string} spec */
function formatted(value, spec) {
  const digits = Number(/\d+/.exec(spec)?.[0] ?? 6);
  if (spec.endsWith("f")) return value.toFixed(digits);
  if (spec.endsWith("g")) return general(value, digits);
  return String(value);
}

/** @param {number} value */
function grouped(value) {
  return value.toLocaleString(hasComma ? "de" : "en");
}

/** @param {number} value @param {number} digits */
function general(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < digits) return String(Number(value.toPrecision(digits)));
  const sign = power < 0 ? "-" : "+";
  return `${Number(mantissa)}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}
