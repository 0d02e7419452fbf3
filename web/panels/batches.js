// @ts-check
// Batches in the lesson: an epoch as blocks, and what batches of several sizes are worth and cost.

import { find } from "../lib/dom.js";
import { message } from "../lib/message.js";
import { setText, showMessage } from "../lib/show.js";

/** @import { Batches, Frame, Request } from "../protocol.js" */

const MOST = 200; // blocks that can be told apart

/** @param {(request: Request) => void} send */
export function makeBatches(send) {
  find("[data-view=lesson]").addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-action=measure-batches]");
    if (!button) return;
    showMessage(find("[data-measured]"), "batches.measuring");
    send({ type: "measure_batches" });
  });
}

/** @param {Batches} batches */
export function showBatches({ rows }) {
  const lines = rows.map(([size = 0, low = 0, high = 0, kilobytes = 0, microseconds = 0]) => {
    const line = document.createElement("p");
    const each = microseconds / size;
    const told = { size, low, high, kilobytes, microseconds, each };
    showMessage(line, message(high ? "batches.row" : "batches.all", told));
    return line;
  });
  const place = find("[data-measured]");
  setText(place, ""); // no longer a message
  place.replaceChildren(...lines);
  lines.at(-1)?.scrollIntoView({ block: "nearest" });
}

/** An epoch's batches as blocks, the one that was taken last among them. @param {Frame} frame */
export function showEpoch({ epoch_plan }) {
  const place = find("[data-epoch-picture]");
  const { updates, batch_size, last_batch, batch } = epoch_plan;
  const plan = [updates, batch_size, last_batch].join();
  place.hidden = updates > MOST;
  if (place.dataset.plan !== plan && updates <= MOST) {
    place.dataset.plan = plan;
    const sizes = Array.from({ length: updates }, (_, i) =>
      i < updates - 1 ? batch_size : last_batch,
    );
    place.replaceChildren(
      ...sizes.map((size) => {
        const block = document.createElement("span");
        block.style.flexGrow = String(size);
        if (updates <= 16) block.textContent = String(size);
        return block;
      }),
    );
  }
  for (const [i, block] of [...place.children].entries()) {
    const state = i + 1 === batch ? "now" : i + 1 < batch ? "done" : "";
    if (block.getAttribute("data-state") !== state) block.setAttribute("data-state", state);
  }
  showMessage(place, message("batches.epoch", { batch, updates }), "aria-label");
}
