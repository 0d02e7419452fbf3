// @ts-check
// The page on paper: what it shows, its settings, the date, its link and the link's QR code.

import { find } from "../lib/dom.js";
import { fitsQrCode, qrCode } from "../lib/qr.js";
import { setText } from "../lib/show.js";
import { number, optionLabel, settingLabel } from "../lib/translate.js";

/** @import { Setting } from "../lib/setting.js" */
/** @import { Frame } from "../protocol.js" */

/**
 * Fill in what only paper shows, whenever the page is printed.
 *
 * @param {() => Frame | undefined} newest
 * @param {Setting[]} schema
 */
export function makePrint(newest, schema) {
  addEventListener("beforeprint", () => {
    const frame = newest();
    const link = location.href;
    const today = new Date().toLocaleDateString(document.documentElement.lang);
    setText(find("[data-print=date]"), today);
    setText(find("[data-print=link]"), fitsQrCode(link) ? link : "");
    const code = find("[data-print=code]");
    code.replaceChildren(...(fitsQrCode(link) ? [qrCode(link)] : []));
    if (frame) find("[data-print=settings]").replaceChildren(...rows(frame, schema));
  });
}

/** Each setting and its value. @param {Frame} frame @param {Setting[]} schema */
function rows({ settings }, schema) {
  return schema
    .filter(({ name }) => (settings[name] ?? "").length < 30)
    .map(({ name, field }) => {
      const value = settings[name] ?? "";
      const row = document.createElement("div");
      const words = field.kind === "choice" ? optionLabel(name, value) : number(value);
      const term = Object.assign(document.createElement("dt"), { textContent: settingLabel(name) });
      row.append(term, Object.assign(document.createElement("dd"), { textContent: words }));
      return row;
    });
}
