// @ts-check
// What the pages for teachers do: they read completion codes, and show links as QR codes.

import { decoded } from "./lib/completion-code.js";
import { fitsQrCode, qrCode } from "./lib/qr.js";

const CODE = /\s*[,;:]?\s*((?:[0-9a-z]{4}[ -]?){3}[0-9a-z]{4})\s*$/i;

/** The cells that tell of a line: a name, then a code. @param {string} line @param {DOMStringMap} words @returns {string[]} */
function cells(line, { noCode = "", other = "" }) {
  const match = CODE.exec(line);
  const name = line.slice(0, match?.index).trim();
  const done = decoded(match?.[1] ?? "", name);
  if (!done) return [line, noCode];
  const { day, answered, questions, predicted, foreseen, runs, isOfName } = done;
  const date = new Date(day).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC" });
  const whose = isOfName ? `✓ ${name}` : `✗ ${name} (${other})`;
  return [whose, date, `${answered} / ${questions}`, `${foreseen} / ${predicted}`, String(runs)];
}

/** @param {HTMLFormElement} form */
function listen(form) {
  const [text, table] = [form.querySelector("textarea"), form.querySelector("table")];
  const body = table?.tBodies[0];
  if (!text || !table || !body) return;
  form.hidden = false;
  text.addEventListener("input", () => {
    const lines = text.value.split("\n").filter((line) => line.trim());
    body.replaceChildren(
      ...lines.map((line) => {
        const row = document.createElement("tr");
        const all = cells(line, table.dataset);
        for (const [i, cell] of all.entries()) {
          const place = document.createElement(i === 0 ? "th" : "td");
          place.textContent = cell;
          if (all.length === 2 && i === 1) place.colSpan = 4;
          row.append(place);
        }
        return row;
      }),
    );
  });
}

for (const form of document.querySelectorAll("[data-codes]"))
  listen(/** @type {HTMLFormElement} */ (form));

// a camera cannot open a file on this computer
if (location.protocol !== "file:") {
  const links = document.querySelectorAll("[data-document=worksheets] a.try");
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (links)) {
    if (!fitsQrCode(link.href)) continue;
    const code = qrCode(link.href);
    code.ariaHidden = "true"; // beside the very link
    link.closest("li, p")?.append(code);
  }
}
