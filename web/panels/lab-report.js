// @ts-check
// The lab report: it grows by itself, and leaves as a file, on paper, or as a short code.

import { encoded } from "../lib/completion-code.js";
import { copied } from "../lib/copy.js";
import { find } from "../lib/dom.js";
import { showMessage } from "../lib/show.js";
import { number, optionLabel, settingLabel, t } from "../lib/translate.js";
import { caption, save } from "./downloads.js";
import { reportSheet } from "./report-sheet.js";
import { momentOf } from "./share.js";

/** @import { makeJournal, KeptRun } from "../lib/journal.js" */
/** @import { Exported, Frame, Request } from "../protocol.js" */

const PICTURE = 240; // pixels
const POINTS = 120; // of a curve
const LONGEST = 40; // characters of a setting

const part = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (find(`[data-report=${name}]`));

/**
 * @param {ReturnType<typeof makeJournal>} journal
 * @param {(request: Request) => void} send
 */
export function makeLabReport(journal, send) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-report-dialog]"));
  let seen = ""; // the run that was seen last, and how far it was
  /** @type {Omit<KeptRun, "code"> | undefined} */
  let awaiting; // its code

  /** What the code says of the journal. */
  function completion() {
    const { predictions, questions, runs, name } = journal.now();
    const first = new Map([...predictions].reverse().map((each) => [each.name, each.isRight]));
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
    const done = {
      day: local.toISOString().slice(0, 10),
      answered: Object.values(questions).filter(({ isRight }) => isRight).length,
      questions: sections(),
      predicted: first.size,
      foreseen: [...first.values()].filter(Boolean).length,
      runs: runs.length,
    };
    return encoded(done, name);
  }

  const sheet = () =>
    reportSheet(
      journal.now(),
      {
        date: new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" }),
        site: location.href.split("#")[0] ?? "",
        code: completion(),
        questions: sections(),
      },
      (run) => journal.change(({ runs }) => runs.splice(sameAs(runs, run), 1)),
    );

  function show() {
    part("code").value = completion();
    part("unkept").hidden = journal.isKept();
    part("sheet").replaceChildren(sheet());
  }

  /** The report as a file that needs nothing else. */
  function html() {
    const made = sheet();
    for (const button of made.querySelectorAll("button")) button.remove();
    const { lang } = document.documentElement;
    const head = `<meta charset="utf-8"><title>${t("report.sheet-title")}</title><style>${sheetStyle()}</style>`;
    return `<!doctype html>\n<html lang="${lang}"><head>${head}</head><body>${made.outerHTML}</body></html>\n`;
  }

  find("[data-action=lab-report]").addEventListener("click", () => {
    part("name").value = journal.now().name;
    part("words").value = journal.now().words;
    showMessage(part("told"), []);
    dialog.showModal();
    show();
  });
  for (const name of /** @type {const} */ (["name", "words"])) {
    part(name).addEventListener("input", () =>
      journal.change((now) => {
        now[name] = part(name).value;
      }),
    );
  }
  part("copy").addEventListener("click", async (event) => {
    const isDone = await copied(part("code"), event);
    showMessage(part("told"), isDone ? "share.copied" : "share.not-copied");
  });
  part("save").addEventListener("click", () =>
    save(fileName(), new Blob([html()], { type: "text/html" })),
  );
  part("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () =>
    document.body.toggleAttribute("data-prints-report", dialog.open),
  );
  addEventListener("afterprint", () => document.body.removeAttribute("data-prints-report"));
  const anew = /** @type {HTMLDetailsElement} */ (part("clear").closest("details"));
  anew.addEventListener("toggle", () => anew.scrollIntoView({ block: "nearest" }));
  part("clear").addEventListener("click", () => {
    journal.clear();
    part("name").value = part("words").value = "";
    anew.open = false;
    showMessage(part("told"), "report.cleared");
  });

  return {
    /** The journal has changed. */
    show() {
      if (dialog.open) show();
    },

    /** A run as it is painted, which does not train now. @param {Frame} frame */
    see(frame) {
      if (boundary().clientWidth && !boundary().width) return; // it is just coming back
      const now = `${frame.update} ${frame.link} ${frame.edited}`;
      if (frame.epoch === 0 || now === seen) return;
      seen = now;
      const run = keptRun(frame);
      if (!frame.edited[0]) return journal.trained({ ...run, code: "" });
      awaiting = run;
      send({ type: "export", format: "changes" });
    },

    /** The code of the run that was seen last. @param {Exported} changes */
    take({ text }) {
      if (awaiting) journal.trained({ ...awaiting, code: text });
      awaiting = undefined;
    },
  };
}

function boundary() {
  return /** @type {HTMLCanvasElement} */ (find("[data-view=boundary]"));
}

/** @param {KeptRun[]} runs @param {KeptRun} run */
function sameAs(runs, run) {
  return runs.findIndex(({ link, code }) => link === run.link && code === run.code);
}

/** The file's name, with the learner's where that can be one. */
function fileName() {
  const name = part("name")
    .value.trim()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  return ["lab-report", name].filter(Boolean).join("-").concat(".html");
}

/** How many questions there are: one for each section. */
function sections() {
  return document.querySelectorAll("[data-section]").length;
}

/** @param {Frame} frame */
function keptRun(frame) {
  const settings = [...new URLSearchParams(frame.link)].map(([name, value]) => {
    const words = number(optionLabel(name, value));
    return `${settingLabel(name)}: ${words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words}`;
  });
  if (frame.is_altered) settings.push(t("report.altered"));
  if (frame.is_touched) settings.push(t("report.touched"));
  return {
    link: frame.link,
    moment: frame.is_altered || frame.is_touched ? "" : momentOf(frame),
    caption: caption(frame),
    settings,
    picture: picture(),
    curve: curve(frame),
  };
}

/** The plane as it is painted now, small; nothing where it is not shown. */
function picture() {
  if (!boundary().clientWidth) return "";
  const small = Object.assign(document.createElement("canvas"), {
    width: PICTURE,
    height: PICTURE,
  });
  small.getContext("2d")?.drawImage(boundary(), 0, 0, PICTURE, PICTURE);
  return small.toDataURL("image/jpeg", 0.85);
}

/** Some epochs' updates, training and validation losses, the first and the last among them. @param {Frame} frame */
function curve({ epoch_scores: { data, shape } }) {
  const [rows = 0, width = 1] = shape;
  const step = Math.max(1, Math.ceil((rows - 1) / POINTS));
  const picked = Array.from({ length: rows }, (_, row) => row).filter(
    (row) => row % step === 0 || row === rows - 1,
  );
  return picked.map((row) => [0, 1, 2].map((column) => data[row * width + column] ?? Number.NaN));
}

/** The style of the sheet, which its file takes along. */
function sheetStyle() {
  const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
  const own = rules.find((rule) => rule.cssText.startsWith(".report-sheet"));
  return own?.cssText ?? "";
}
