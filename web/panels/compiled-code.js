// @ts-check
// What the engine made of the learner's functions, shown on demand.

import { find } from "../lib/dom.js";
import { setText, showMessage } from "../lib/show.js";

/** @import { CompiledCode, Request } from "../protocol.js" */

/** @param {(request: Request) => void} send */
export function listenForCompiled(send) {
  find("[data-action=show-compiled]").addEventListener("click", () => send({ type: "compiled" }));
}

/** @param {CompiledCode} reply */
export function showCompiled({ reason, parts }) {
  showMessage(find("[data-compiled-reason]"), reason);
  const blocks = parts.flatMap(({ file, title, lines }) => {
    const heading = document.createElement("h3");
    setText(heading, `${file}: ${title}`);
    const listing = document.createElement("pre");
    setText(listing, lines.join("\n"));
    return [heading, listing];
  });
  find("[data-compiled-parts]").replaceChildren(...blocks);
  find("[data-compiled-about]").hidden = !parts[0];
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-compiled]"));
  if (!dialog.open) dialog.showModal();
}
