// @ts-check
// The page's own settings: how far a run goes between two pictures, and how the plane is
// painted. Links carry them beside the run's settings; Python knows nothing of them.

import { message } from "../lib/message.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Setting } from "../lib/setting.js" */
/** @import { StepRequest } from "../protocol.js" */

/** What each speed asks of Python for a frame. @type {Record<string, Pick<StepRequest, "unit" | "amount">>} */
const STEPS = {
  update: { unit: "update", amount: 1 },
  "10_updates": { unit: "update", amount: 10 },
  epoch: { unit: "epoch", amount: 1 },
  "10_epochs": { unit: "epoch", amount: 10 },
  fastest: { unit: "milliseconds", amount: 5 }, // of the 16.7 that a frame lasts
};
const SPEEDS = Object.fromEntries(Object.keys(STEPS).map((name) => [name, name]));

/** As Python's schema has the run's settings. @type {Setting[]} */
export const DISPLAY_SETTINGS = [
  {
    name: "decision",
    group: "view",
    advanced: false,
    default: "false",
    field: { kind: "switch" },
  },
  {
    name: "speed",
    group: "page",
    advanced: false,
    default: "epoch",
    field: { kind: "choice", options: SPEEDS },
  },
];
/** @type {Record<string, string[]>} */
const VALUES = { decision: ["true", "false"], speed: Object.keys(STEPS) };

const defaults = () =>
  Object.fromEntries(DISPLAY_SETTINGS.map((each) => [each.name, each.default]));
let values = defaults();

/** Their values now, as text. */
export function displayed() {
  return values;
}

/** How far to train until the next picture. */
export function stepOfFrame() {
  return /** @type {(typeof STEPS)[string]} */ (STEPS[values.speed ?? ""]);
}

/** Whether the plane shows classes instead of probabilities. */
export function isDecided() {
  return values.decision === "true";
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
    const [name = "", value = ""] = part.split("=", 2);
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
