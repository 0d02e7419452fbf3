// @ts-check
// Texts of the page. A message that is shown stays one, so that it can be told in another language.

import { message } from "./message.js";
import { sentences } from "./translate.js";

/** @import { Message } from "./message.js" */

const MARK = "data-t"; // of a text; with a hyphen and its name, of an attribute
const ATTRIBUTES = [
  "aria-label",
  "title",
  "alt",
  "href",
  "label",
  "placeholder",
  "content",
  "aria-valuetext",
];

/** What was shown last, by attribute; "" is the text itself. @type {WeakMap<Element, Map<string, Message[]>>} */
const told = new WeakMap();

/** @param {Element} element @param {string} text  In no language. */
export function setText(element, text) {
  if (element.hasAttribute(MARK)) element.removeAttribute(MARK);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Show messages, or the one of a code, in an element.
 *
 * @param {Element} element
 * @param {Message | Message[] | string} messages
 * @param {string} [attribute]  In place of its text.
 */
export function showMessage(element, messages, attribute = "") {
  const list = typeof messages === "string" ? [message(messages)] : [messages].flat();
  const all = told.get(element) ?? new Map();
  told.set(element, all.set(attribute, list));
  const mark = attribute ? `${MARK}-${attribute}` : MARK;
  if (!element.hasAttribute(mark)) element.setAttribute(mark, "");
  render(element, attribute, list);
}

/** What the page says as it came, by code. @returns {Record<string, string>} */
export function markedTexts() {
  return Object.fromEntries(
    marked().map(({ element, attribute, code }) => {
      const text = attribute ? element.getAttribute(attribute) : element.textContent;
      return [code, (text ?? "").replace(/\s+/g, " ").trim()];
    }),
  );
}

/** Every marked text and attribute of the page. */
function marked() {
  return ["", ...ATTRIBUTES].flatMap((attribute) => {
    const mark = attribute ? `${MARK}-${attribute}` : MARK;
    return [...document.querySelectorAll(`[${mark}]`)].map((element) => {
      return { element, attribute, code: element.getAttribute(mark) ?? "" };
    });
  });
}

/** Render every message on the page again, in the current language. */
export function translatePage() {
  for (const { element, attribute, code } of marked()) {
    render(element, attribute, told.get(element)?.get(attribute) ?? [message(code)]);
  }
}

/** @param {Element} element @param {string} attribute @param {Message[]} messages */
function render(element, attribute, messages) {
  const text = sentences(messages);
  if (attribute) {
    if (element.getAttribute(attribute) !== text) element.setAttribute(attribute, text);
  } else if (element.textContent !== text) element.textContent = text;
}
