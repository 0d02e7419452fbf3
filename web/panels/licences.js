// @ts-check
// The licences of what the page is made of, shown on demand.

import { gunzip } from "../boot/gunzip.js";
import { arriving } from "../boot/loader.js";
import { find } from "../lib/dom.js";
import { messageOf } from "../lib/message.js";
import { showMessage } from "../lib/show.js";

/** The texts of all licences, brought once somebody asks for them: the single file has them, too. */
export function makeLicences() {
  const text = find("[data-view=licences]");
  find("[data-licences]").addEventListener(
    "toggle",
    async () => {
      try {
        const { licences } = arriving((name) => name === "licences");
        text.textContent = new TextDecoder().decode(await gunzip(await licences));
      } catch (error) {
        showMessage(text, messageOf(error));
      }
    },
    { once: true },
  );
}
