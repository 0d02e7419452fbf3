// @ts-check
// The share dialog: links to what the page shows.

import { copied } from "../lib/copy.js";
import { find } from "../lib/dom.js";
import { fitsQrCode, qrCode } from "../lib/qr.js";
import { showMessage } from "../lib/show.js";
import { displayLink } from "../url/display.js";
import { lasting, shortened } from "../url/permalink.js";
import { makeTeachersForm } from "./teachers-form.js";

/** @import { Setting } from "../lib/setting.js" */
/** @import { Files } from "../lib/edits.js" */
/** @import { Frame } from "../protocol.js" */
/** @import { PageOptions } from "../url/permalink.js" */

const MOST = { epoch: 9999, update: 999_999 }; // that a link asks for
const EMBED = { width: 700, height: 500 };

const field = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-share=${name}]`));

/** How a link says how far a run is: by epochs where one has just ended. @param {Frame} frame */
export function momentOf({ epoch, update, epoch_plan: { batch, updates } }) {
  const unit = batch === updates || update > MOST.update ? "epoch" : "update";
  const amount = Math.min(unit === "epoch" ? epoch : update, MOST[unit]);
  return amount ? `${unit}=${amount}` : "";
}

/**
 * Links to what the page shows now: as it is, packed, as a frame for another page, and
 * as a teacher wants it.
 *
 * @param {() => Frame | undefined} newest
 * @param {() => Files} edits  Code that is not as packaged.
 * @param {() => PageOptions} here  What the page's own link made of it.
 * @param {Setting[]} schema
 * @param {() => string | null} experiment  That is open, by its name or as JSON.
 */
export function makeShare(newest, edits, here, schema, experiment) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-share-dialog]"));
  const teachers = makeTeachersForm(here, schema, experiment);

  async function update() {
    const frame = newest();
    if (!frame) return;
    const isOpen = /** @type {HTMLDetailsElement} */ (find("[data-for-teachers]")).open;
    const wanted = isOpen ? teachers.options() : here();
    const startsAtOnce = isOpen && teachers.isToTrain();
    const own = experiment();
    const ownPart = own === null ? "" : `experiment=${encodeURIComponent(own)}`;
    const opens = isOpen ? teachers.opens() : ownPart;
    const isExperiment = opens.startsWith("experiment=");
    const code = isExperiment
      ? [] // an experiment runs the code as it came
      : Object.entries(edits()).map(([name, text]) => `code.${name}=${encodeURIComponent(text)}`);
    const isTrained = frame.update > 0 && !startsAtOnce && !code[0] && !isExperiment;
    const moment = isTrained ? momentOf(frame) : "";
    const train = startsAtOnce ? "train=1" : "";
    const start = isExperiment ? [opens] : [frame.link, opens];
    const parts = [...start, displayLink(), lasting(wanted), moment, train, ...code];
    const link = parts.filter(Boolean).join("&");
    const [address] = location.href.split("#");
    const withHash = (/** @type {string} */ text) =>
      text ? `${address}#${text}` : String(address);
    field("link").value = withHash(link);
    /** @type {HTMLAnchorElement} */ (find("[data-share-try]")).href = withHash(link);
    const short = withHash(await shortened(link));
    if (field("link").value !== withHash(link)) return; // something else was chosen meanwhile
    field("short").value = short;
    find("[data-share-qr]").replaceChildren(...(fitsQrCode(short) ? [qrCode(short)] : []));
    find("[data-share-long]").hidden = fitsQrCode(short);
    const isLacking = frame.settings.custom_points && !frame.link.includes("custom_points=");
    find("[data-share-travels]").hidden = isExperiment;
    find("[data-share-altered]").hidden = !frame.is_altered || !isTrained;
    find("[data-share-lacks]").hidden = !isLacking || isExperiment;
    const inside = wanted.embed ? link : [link, "embed=1"].filter(Boolean).join("&");
    field("embed").value =
      `<iframe title="Watch It Learn" loading="lazy" width="${EMBED.width}" height="${EMBED.height}" ` +
      `src="${withHash(inside).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`;
    showMessage(find("[data-share-told]"), []);
  }

  find("[data-teachers]").addEventListener("change", update);
  find("[data-for-teachers]").addEventListener("toggle", update);
  const isFile = location.protocol === "file:"; // another device cannot open it
  find("[data-share-file]").hidden = !isFile;
  find(".share-qr").hidden = isFile;
  find("[data-action=share]").addEventListener("click", () => {
    teachers.fill();
    dialog.showModal();
    update();
  });
  for (const name of ["link", "short", "embed"]) {
    find(`[data-action=copy-${name}]`).addEventListener("click", async (event) => {
      const isDone = await copied(field(name), event);
      showMessage(find("[data-share-told]"), isDone ? "share.copied" : "share.not-copied");
    });
  }
}
