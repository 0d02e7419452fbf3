// @ts-check
// The lab report as a sheet: what is seen in the dialog, on paper, and in the file.

import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Answered, Journal, KeptRun, Prediction } from "../lib/journal.js" */
/** @typedef {{ date: string, site: string, code: string, questions: number }} About */

const SVG = "http://www.w3.org/2000/svg";
const CHART = { width: 300, height: 150 };
const LINES = [
  { column: 1, style: "training" },
  { column: 2, style: "validation" },
];

/**
 * The whole report. It has the reader's words and texts as text: nothing becomes HTML.
 *
 * @param {Journal} journal
 * @param {About} about
 * @param {(run: KeptRun) => void} onRemove  A run shall not stand in it.
 */
export function reportSheet(journal, { date, site, code, questions }, onRemove) {
  const { name, words, predictions, runs } = journal;
  const answered = Object.values(journal.questions);
  const sheet = element("article", { className: "report-sheet" });
  const right = answered.filter(({ isRight }) => isRight).length;
  sheet.append(
    element("h1", {}, message("report.sheet-title")),
    element("p", {}, [name, date].filter(Boolean).join(" · ")),
    element("p", {}, message("report.made-with", { site })),
    element("p", {}, message("report.completion", { code })),
  );
  /** @type {(title: Message, parts: HTMLElement[]) => void} */
  const add = (title, parts) => {
    if (parts[0]) sheet.append(element("h2", {}, title), ...parts);
  };
  const own = words.trim() ? [element("p", { className: "words" }, words)] : [];
  add(message("report.words"), own);
  add(message("report.predictions"), predictions.map(prediction));
  add(message("report.questions", { right, questions }), answered.map(question));
  add(
    message("report.runs"),
    runs.map((run) => figure(run, site, onRemove)),
  );
  return sheet;
}

/** @param {Prediction} prediction */
function prediction({ title, expected, told, isRight }) {
  return section(title, isRight, [
    element("p", {}, message("report.expected", { expected })),
    ...told.map((each) => element("p", {}, each)),
  ]);
}

/** @param {Answered} question */
function question({ title, text, answers, isRight }) {
  return section(title, isRight, [
    element("p", {}, text),
    element("p", {}, message("report.answers", { answers })),
  ]);
}

/** @param {string} title @param {boolean} isRight @param {HTMLElement[]} parts */
function section(title, isRight, parts) {
  const made = element("section");
  made.append(element("h3", {}, `${isRight ? "✓" : "✗"} ${title}`), ...parts);
  return made;
}

/** @param {KeptRun} run @param {string} site @param {(run: KeptRun) => void} onRemove */
function figure(run, site, onRemove) {
  const { caption, settings, picture, curve, link, moment, code } = run;
  const made = element("figure");
  const words = element("figcaption");
  const comesBack = moment !== "" && !code;
  const hash = [link, comesBack ? moment : ""].filter(Boolean).join("&");
  const again = Object.assign(
    element("a", {}, message(comesBack ? "report.open" : "report.open-settings")),
    { href: hash ? `${site}#${hash}` : site },
  );
  const remove = element("button", { className: "report-remove" }, message("report.remove"));
  showMessage(remove, message("report.remove-run", { run: caption }), "aria-label");
  remove.addEventListener("click", () => onRemove(run));
  const list = settings[0] ? settings.join(" · ") : message("report.defaults");
  words.append(element("b", {}, caption), element("span", {}, list), again, remove);
  const pictures = element("div", { className: "report-pictures" });
  const alt = { alt: caption };
  if (picture) pictures.append(Object.assign(element("img", alt), { src: picture }));
  pictures.append(chart(curve));
  made.append(pictures, words);
  if (code) made.append(element("pre", {}, code));
  return made;
}

/** The losses of a run, training and validation, against its updates. @param {number[][]} curve */
function chart(curve) {
  const svg = document.createElementNS(SVG, "svg");
  const { width, height } = CHART;
  svg.setAttribute("viewBox", `-34 -18 ${width + 44} ${height + 40}`);
  const losses = curve.flatMap(([, ...losses]) => losses.filter(Number.isFinite));
  const highest = Math.max(...losses, 1e-9);
  const updates = curve.at(-1)?.[0] || 1;
  svg.append(shape("path", { d: `M0 0v${height}h${width}`, class: "axis" }));
  for (const { column, style } of LINES) {
    const points = curve
      .filter((row) => Number.isFinite(row[column]))
      .map((row) => {
        const [x, y] = [(row[0] ?? 0) / updates, (row[column] ?? 0) / highest];
        return `${(x * width).toFixed(1)},${(height * (1 - y)).toFixed(1)}`;
      });
    svg.append(shape("polyline", { points: points.join(" "), class: style }));
  }
  const write = (/** @type {object} */ place, /** @type {string | Message} */ text) => {
    const label = shape("text", place);
    put(label, text);
    svg.append(label);
  };
  write({ x: -4, y: 8, class: "end" }, highest.toPrecision(2));
  write({ x: -4, y: height, class: "end" }, "0");
  write({ x: width, y: height + 14, class: "end" }, message("report.updates", { updates }));
  write({ x: 0, y: -6 }, message("report.losses"));
  return svg;
}

/** @param {string} name @param {object} attributes */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {object} [properties]
 * @param {string | Message} [text]
 */
function element(name, properties = {}, text = "") {
  const made = Object.assign(document.createElement(name), properties);
  if (text) put(made, text);
  return made;
}

/** @param {Element} place @param {string | Message} text */
function put(place, text) {
  if (typeof text === "string") setText(place, text);
  else showMessage(place, text);
}
