// @ts-check
// The page's own settings: how far a run goes in a second, and how the plane and the chart are
// painted. Links carry them beside the run's settings; Python knows nothing of them.

import { message } from "../lib/message.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Setting } from "../lib/setting.js" */
/** @import { Pace } from "../lib/pacer.js" */

/** How fast a run goes, from one stage after the other to as fast as it can. @type {Record<string, Pace>} */
const PACES = {
  stage: { unit: "stage", perSecond: 0.5 }, // time to read what it did
  slow: { unit: "update", perSecond: 20 },
  update: { unit: "update", perSecond: 60 },
  epoch: { unit: "epoch", perSecond: 60 },
  "10_epochs": { unit: "epoch", perSecond: 600 },
  fastest: { unit: "milliseconds", perSecond: 1000 }, // as many as there are
};
const SPEEDS = Object.keys(PACES);
const ALIASES = /** @type {Record<string, string>} */ ({ "10_updates": "epoch" }); // in older links

/** @type {(name: Setting["name"], group: string, field: Setting["field"], value: string) => Setting} */
const own = (name, group, field, value) => ({
  name,
  group,
  field,
  default: value,
  advanced: false,
});
const SWITCH = /** @type {const} */ ({ kind: "switch" });
/** @param {string[]} names */
const choice = (...names) =>
  /** @type {const} */ ({
    kind: "choice",
    options: Object.fromEntries(names.map((name) => [name, name])),
  });

/** As Python's schema has the run's settings. */
export const DISPLAY_SETTINGS = [
  own("show_training", "view", SWITCH, "true"),
  own("show_validation", "view", SWITCH, "true"),
  own("hinges", "view", SWITCH, "false"),
  own("decision", "view", SWITCH, "false"),
  own("chart", "chart", choice("losses", "accuracy"), "losses"),
  own("loss_scale", "chart", choice("linear", "log"), "linear"),
  own("speed", "page", { kind: "steps", values: SPEEDS }, "slow"),
];
/** The values that each can have. @type {Record<string, string[]>} */
const VALUES = Object.fromEntries(
  DISPLAY_SETTINGS.map(({ name, field }) => [name, valuesOf(field)]),
);

/** @param {Setting["field"]} field */
function valuesOf(field) {
  if (field.kind === "steps") return field.values;
  return field.kind === "choice" ? Object.keys(field.options) : ["true", "false"];
}

const defaults = () =>
  Object.fromEntries(DISPLAY_SETTINGS.map((each) => [each.name, each.default]));
let values = defaults();

/** Their values now, as text. */
export function displayed() {
  return values;
}

/** How fast a run goes; an experiment, of several runs, at least an epoch a picture. @param {boolean} isExperiment */
export function pace(isExperiment) {
  const at = SPEEDS.indexOf(values.speed ?? "");
  const speed = SPEEDS[isExperiment ? Math.max(at, SPEEDS.indexOf("epoch")) : at] ?? "";
  return /** @type {Pace} */ (PACES[speed]);
}

/** Whether the plane shows classes instead of probabilities. */
export function isDecided() {
  return isOn("decision");
}

/** Whether a switch of the page is on. @param {Setting["name"]} name */
export function isOn(name) {
  return values[name] === "true";
}

/**
 * Change some; returns the changes that are the run's.
 *
 * @param {Partial<Record<string, string>>} changes
 */
export function setDisplay(changes) {
  const others = { ...changes };
  for (const name of Object.keys(VALUES)) {
    const value = others[name];
    delete others[name];
    if (value !== undefined) values = { ...values, [name]: value };
  }
  return others;
}

/**
 * Take what a link says of them; what it does not say is the default. Returns the link's settings
 * of the run, and what to tell of values that cannot be.
 *
 * @param {string} link
 */
export function openDisplay(link) {
  values = defaults();
  const rest = [];
  /** @type {Message[]} */
  const problems = [];
  for (const part of link.split("&")) {
    const [name = "", given = ""] = part.split("=", 2);
    const value = name === "speed" ? (ALIASES[given] ?? given) : given;
    const possible = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
    if (!possible) rest.push(part);
    else if (possible.includes(value)) values = { ...values, [name]: value };
    else {
      const rule = message("rule.choice", { options: possible });
      const got = JSON.stringify(value.slice(0, 40));
      problems.push(message("setting.refused", { rule, got }, name));
      problems.push(message("setting.default-used"));
    }
  }
  return { run: rest.join("&"), problems };
}

/** What of them is not the default, as a link has it. */
export function displayLink() {
  return DISPLAY_SETTINGS.filter((each) => values[each.name] !== each.default)
    .map((each) => `${each.name}=${values[each.name]}`)
    .join("&");
}
