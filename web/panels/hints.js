// @ts-check
// A first visit's three hints: one after the other, each until it is done.

import { putBeside } from "../lib/beside.js";
import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";

/** @import { Frame } from "../protocol.js" */

const STORE = "watch-it-learn:hints"; // the names of those that are done
/** @type {{ name: string, anchor: string, event: string, isDue(frame: Frame): boolean }[]} */
const HINTS = [
  {
    name: "train",
    anchor: "[data-action=train]",
    event: "click",
    isDue: ({ stage }) => stage === "", // then it would stand on the stages
  },
  {
    name: "changed",
    anchor: "[data-timeline]",
    event: "input",
    isDue: ({ update }) => update >= 40, // before, there is little to go back from
  },
  {
    name: "step",
    anchor: "[data-action=step-stage]",
    event: "click",
    isDue: ({ update }) => update > 0,
  },
];

/** Show what to do next until it is done, once for all visits. */
export function makeHints() {
  const note = find("[data-hint]");
  const done = new Set((recalled(STORE) ?? "").split(","));
  /** @type {(typeof HINTS)[number] | undefined} */
  let open;
  let rests = false; // until the next visit

  /** @param {string[]} names */
  function finish(...names) {
    for (const name of names) done.add(name);
    keep(STORE, [...done].filter(Boolean).join());
    show(undefined);
  }

  /** @param {(typeof HINTS)[number] | undefined} hint */
  function show(hint) {
    if (open === hint) return;
    open = hint;
    note.hidden = !hint;
    showMessage(find("[data-hint-words]"), hint ? `hints.${hint.name}` : []);
    place();
  }

  function place() {
    if (open) putBeside(note, find(open.anchor), "below");
  }

  const sizes = new ResizeObserver(place);
  sizes.observe(document.body);
  for (const { name, anchor, event } of HINTS) {
    sizes.observe(find(anchor));
    find(anchor).addEventListener(event, () => {
      if (!done.has(name)) finish(name);
    });
  }
  find("[data-action=close-hints]").addEventListener("click", () => {
    finish(...HINTS.map(({ name }) => name));
  });

  return {
    /** @param {Frame} frame */
    show(frame) {
      const next = HINTS.find(({ name, anchor }) => {
        return !done.has(name) && find(anchor).checkVisibility(); // on a phone some are not
      });
      const isPossible = !rests && !document.body.matches("[data-embed], [data-experiment]");
      show(isPossible && next?.isDue(frame) ? next : undefined);
    },

    /** The reader does something else: a hint after the first would be in the way. */
    stepAside() {
      rests ||= open !== undefined && open !== HINTS[0];
      if (rests) show(undefined);
    },
  };
}
