// @ts-check
// A number or a name of the page, plain for scripts and as the reader writes it.

import { find } from "./dom.js";
import { setText } from "./show.js";
import { number, t } from "./translate.js";

/** @import { Frame } from "../protocol.js" */

/**
 * Put a plain text into a readout: scripts rely on it. Where the reader writes it otherwise,
 * he sees that beside it.
 *
 * @param {string} name
 * @param {string} plain
 * @param {string} words  The same for the reader.
 */
export function readout(name, plain, words = number(plain)) {
  const element = find(`[data-readout=${name}]`);
  setText(element, plain);
  const beside = element.nextElementSibling;
  if (words === plain && !beside) return;
  element.classList.toggle("unseen", words !== plain);
  element.ariaHidden = words === plain ? null : "true";
  if (words === plain) beside?.remove();
  else if (beside) setText(beside, words);
  else element.after(Object.assign(document.createElement("span"), { textContent: words }));
}

/** @param {Frame["status"] | "loading" | "training" | "error"} status */
export function showStatus(status) {
  if (document.body.dataset.status !== status) document.body.dataset.status = status;
  readout("status", status, t(`readouts.status.${status}`));
}
