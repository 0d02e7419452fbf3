// @ts-check
// Text files that a reader chooses.

import { message } from "./message.js";

/** @import { Message } from "./message.js" */

/**
 * Take the text of each file that is chosen; tell where one cannot be read.
 *
 * @param {HTMLInputElement} input
 * @param {(text: string) => void} take
 * @param {(told: Message) => void} tell
 */
export function listenForText(input, take, tell) {
  input.addEventListener("change", async () => {
    const [chosen] = input.files ?? [];
    input.value = ""; // the same file can be chosen again
    if (!chosen) return;
    try {
      take(await chosen.text());
    } catch (error) {
      const { message: words } = /** @type {Error} */ (error);
      tell(message("downloads.unreadable", { file: chosen.name, error: words }));
    }
  });
}
