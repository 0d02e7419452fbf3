// @ts-check
// The page's address: follows links, and says in them what is shown.

import { find } from "../lib/dom.js";
import { codeProblem, withoutCode } from "../lib/edits.js";
import { message, messageOf } from "../lib/message.js";
import { STAGES } from "../lib/stages.js";
import { displayLink, openDisplay } from "./display.js";
import { ALL, arrange, isFixed, unknownName } from "./page-options.js";
import { expanded, invalid, isShort, lasting, readLink } from "./permalink.js";

/** @import { Message } from "../lib/message.js" */
/** @import { PageOptions } from "./permalink.js" */
/** @import { Files } from "../lib/edits.js" */
/** @import { View } from "../panels/view-switch.js" */
/** @import { Frame, Request } from "../protocol.js" */

/**
 * The page's own address: it opens what a link asks for, and then says what is shown. The
 * browser's history numbers the runs, so that Back finds one as it was left.
 *
 * @param {{
 *   files: Files,
 *   experiment: { open: (name: string) => void, close: () => void, isOpen: () => boolean },
 *   lesson: { open: (section: string) => boolean },
 *   send: (request: Request) => void,
 *   tell: (...messages: Message[]) => void,
 *   speak: (language: string) => void,
 *   showView: (view: View) => void,
 *   wanted: () => Partial<Record<string, string>>,
 * }} page
 */
export function makeRouter({ files, experiment, lesson, send, tell, speak, showView, wanted }) {
  let { options } = readLink(location.hash);
  /** @type {string | undefined} */
  let shown;
  /** The experiment that the link names or holds. @type {string | null} */
  let named = null;
  let run = Number(history.state?.run ?? 0);
  let newest = run;
  /** @type {Frame | undefined} */
  let frame;
  arrange(options);

  /** @param {PageOptions} asked */
  function openDialogs({ report, write }) {
    if (report) find("[data-action=lab-report]").click();
    if (write) find("[data-action=write-experiment]").click();
  }

  /** What the link asks of settings that are fixed: they stay as they are. @param {string} settings */
  function withFixed(settings) {
    const now = Object.entries(wanted());
    const resists = (/** @type {string} */ part) => {
      const name = part.split("=")[0] ?? "";
      return isFixed(options, name) && now.some(([each]) => each === name);
    };
    const parts = settings.split("&").filter(Boolean);
    const kept = now
      .filter(([name]) => isFixed(options, name))
      .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`);
    const resisted = parts
      .filter(resists)
      .map((part) => message(`settings.${part.split("=")[0]}.label`));
    return {
      link: [...parts.filter((part) => !resists(part)), ...kept].join("&"),
      problem: resisted[0] && message("link.fixed", { settings: resisted }),
    };
  }

  return {
    /** What the links so far made of the page. */
    options: () => options,

    /**
     * Do what a link asks for; returns whether training is to start.
     *
     * @param {string} hash
     * @param {boolean} isFirst  Nothing is shown yet.
     */
    open(hash, isFirst) {
      if (isShort(hash)) {
        const follow = (/** @type {string} */ long) => location.replace(`#${long}`);
        expanded(hash).then(follow, (error) => tell(messageOf(error)));
        if (!isFirst) return false;
      }
      const { options: asked, settings, problem } = readLink(isShort(hash) ? "" : hash);
      if (!isFirst && /^#(report|write)=1$/.test(hash)) {
        shown = undefined;
        if (frame) this.show(frame); // the run goes on
        openDialogs(asked);
        return false;
      }
      if (asked.lang && !isFirst) speak(asked.lang);
      if (asked.view && !isFirst) showView(/** @type {View} */ (asked.view));
      const own = new URLSearchParams(settings).get("experiment");
      const isFree = isFirst || own !== null; // an experiment brings its own settings
      const fixed = isFree ? { link: settings, problem: undefined } : withFixed(settings);
      options = { ...options, ...asked };
      arrange(options);
      const wasExperiment = named !== null;
      named = own;
      const display = openDisplay(withoutCode(fixed.link));
      const link = named === null ? display.run : "";
      // leaving an experiment is no reason to start the demo's run anew
      const isHere = wasExperiment && history.state?.run === run;
      if (named === null && !isFirst) run = Number(history.state?.run ?? ++newest);
      newest = Math.max(newest, run);
      const isAllFixed = isFixed(asked.fix ? asked : options, ALL);
      if (isFirst || (named === null && !isHere && !isAllFixed)) {
        experiment.close();
        send({ type: "open", link, run });
      } else if (named === null) {
        this.leaveExperiment();
      }
      if (named !== null) experiment.open(named);
      if (asked.tab) document.getElementById(`tab-${asked.tab}`)?.click();
      const isThere = !asked.section || lesson.open(asked.section);
      openDialogs(asked);
      for (const unit of /** @type {const} */ (["epoch", "update"])) {
        if (asked[unit]) send({ type: "step", unit, amount: Number(asked[unit]) });
      }
      if (asked.stage) {
        send({ type: "step", unit: "stage", amount: STAGES.indexOf(asked.stage) + 1 });
      }
      const troubles = [
        problem,
        unknownName(asked),
        isThere ? undefined : invalid("section", asked.section ?? ""),
        named !== null && display.run.includes("&")
          ? message("experiment.own-settings")
          : undefined,
        ...display.problems,
        codeProblem(settings, files),
        fixed.problem,
      ].filter((each) => each !== undefined);
      if (troubles[0]) tell(...troubles);
      return asked.train !== undefined;
    },

    /** Go back to the demo and its run, as it was left. */
    leaveExperiment() {
      named = null;
      shown = undefined;
      experiment.close();
      send({ type: "look" });
    },

    /** The experiment of the page's own link, or null. */
    experiment: () => named,

    /** The run's number in the browser's history. */
    run: () => run,

    /** Say something else of the page in its address from now on. @param {PageOptions} more */
    stay(more) {
      options = { ...options, ...more };
      shown = undefined;
      if (frame) this.show(frame);
    },

    /** The page's language was chosen by hand. @param {string} [instead]  Where nothing keeps it. */
    forgetLanguage(instead) {
      const { lang: _, ...others } = options;
      options = instead ? { ...others, lang: instead } : others;
      shown = undefined;
      send({ type: "look" });
    },

    /** Make the page what its links asked for, once there is something to hide. */
    arrange: () => arrange(options),

    /** Say in the address what a frame shows. @param {Frame} now */
    show(now) {
      frame = now;
      const { link } = frame;
      const { pathname, search } = location;
      const what = named === null ? link : `experiment=${encodeURIComponent(named)}`;
      const own = [what, displayLink()].filter(Boolean).join("&");
      if (own === shown) return;
      shown = own;
      const joined = (/** @type {PageOptions} */ more) =>
        [own, lasting(more)].filter(Boolean).join("&");
      const hash = joined(options);
      history.replaceState({ run }, "", hash ? `#${hash}` : pathname + search);
      const { embed: _, ...whole } = options;
      const full = /** @type {HTMLAnchorElement} */ (document.querySelector("[data-full]"));
      full.href = `${pathname}${search}#${joined(whole)}`;
    },
  };
}
