// @ts-check
// A first visit's three hints: one after the other, each until it is done.

import { putBeside } from "../lib/beside.js";
import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";

/** @import { Frame } from "../protocol.js" */

const STORE = "watch-it-learn:hints"; // how many of them are done
const CHANGED = 40; // updates after which there is something to go back from
const HINTS = [
  { code: "hints.train", anchor: "[data-action=train]", event: "click", after: 0 },
  { code: "hints.changed", anchor: "[data-timeline]", event: "input", after: CHANGED },
  { code: "hints.step", anchor: "[data-action=step-stage]", event: "click", after: 0 },
];

/** Show what to do next until it is done, once for all visits. */
export function makeHints() {
  const note = find("[data-hint]");
  let done = Number(recalled(STORE) ?? 0);
  let isOpen = false;

  /** @param {number} count */
  function finish(count) {
    done = count;
    keep(STORE, String(done));
    close();
  }

  function close() {
    isOpen = false;
    note.hidden = true;
    showMessage(find("[data-hint-words]"), []);
  }

  for (const [at, { anchor, event }] of HINTS.entries()) {
    find(anchor).addEventListener(event, () => {
      if (done === at) finish(at + 1);
    });
  }
  find("[data-action=close-hints]").addEventListener("click", () => finish(HINTS.length));
  addEventListener("resize", close); // the next frame puts it where its anchor is then

  /** @param {Frame} frame */
  return function showHint({ stage, update }) {
    const hint = HINTS[done];
    if (done === 0 && stage)
      close(); // somebody steps without it, and it stands on the stages
    else if (!isOpen && hint && update >= hint.after) show(hint);
  };

  /** @param {(typeof HINTS)[number]} hint */
  function show(hint) {
    const tab = find("[data-panels] [value=losses]"); // on a phone the slider is behind it
    const anchor = [find(hint.anchor), tab].find((element) => element.checkVisibility());
    if (!anchor || document.body.matches("[data-embed], [data-experiment]")) return;
    isOpen = true;
    note.hidden = false;
    showMessage(find("[data-hint-words]"), hint.code);
    putBeside(note, anchor, "below");
  }
}
