// @ts-check
// A project: all of the run and of the page as one file, and back.

import { find } from "../lib/dom.js";
import { listenForText } from "../lib/file-input.js";
import { displayLink, openDisplay } from "../url/display.js";

/** @import { Message } from "../lib/message.js" */
/** @import { Files } from "../lib/edits.js" */
/** @import { Request } from "../protocol.js" */
/** @import { KeptCurve } from "./kept-curves.js" */

/**
 * @param {(request: Request) => void} send
 * @param {(told: Message) => void} tell
 * @param {{ curves(): KeptCurve[], bring(curves: KeptCurve[]): void }} chart
 * @param {{ edits(): Files, bring(files: Files): void }} code
 */
export function makeProject(send, tell, chart, code) {
  const file = /** @type {HTMLInputElement} */ (find("[data-project]"));
  const save = () =>
    send({
      type: "save_project",
      page: { curves: chart.curves(), code: code.edits(), display: displayLink() },
    });
  find("[data-action=save-project]").addEventListener("click", save);
  find("[data-share-project]").addEventListener("click", save);
  find("[data-action=open-project]").addEventListener("click", () => file.click());
  listenForText(file, (text) => send({ type: "open_project", text }), tell);

  return {
    /** Python has taken a project: show what of it is the page's. @param {string} text */
    bring(text) {
      const { curves, code: files, display } = JSON.parse(text).page;
      openDisplay(display);
      chart.bring(curves);
      code.bring(files);
    },
  };
}
