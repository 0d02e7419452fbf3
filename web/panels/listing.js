// @ts-check
// The lesson's listing: run beside the page's own run, to the same numbers.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";

/** @import { Listed, Request } from "../protocol.js" */

/** @param {(request: Request) => void} send */
export function makeListing(send) {
  find("[data-view=lesson]").addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-action=run-listing]");
    if (button) send({ type: "list" });
  });
}

/** @param {Listed} listed */
export function showListed({ rows }) {
  const lines = rows.map(([epoch = 0, listing = 0, page = 0]) => {
    const line = document.createElement("li");
    showMessage(line, message("listing.row", { epoch, listing, page }));
    return line;
  });
  find("[data-listed]").replaceChildren(...lines);
  lines.at(-1)?.scrollIntoView({ block: "nearest" });
}
