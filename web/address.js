// @ts-check
import { withoutCode } from "./edits.js";
import { expanded, isShort, lasting, readLink } from "./link.js";
import { arrange, unknownName } from "./place.js";
import { LANGUAGES } from "./translate.js";

/** @import { Place } from "./link.js" */
/** @import { Frame, Request } from "./protocol.js" */

const STAGES = ["shuffle", "batch", "forward", "loss", "backward", "update"];

/**
 * The page's own address: it opens what a link asks for, and then says what is shown.
 *
 * @param {string} language  That the page speaks.
 * @param {{ open: (name: string) => void, close: () => void }} experiment
 * @param {{ open: (section: string) => void }} lesson
 * @param {(request: Request) => void} send
 */
export function makeAddress(language, experiment, lesson, send) {
  let { place } = readLink(location.hash);
  /** @type {string | undefined} */
  let shown;
  let hasExperiment = false; // the link
  const tell = (/** @type {string} */ message) => send({ type: "tell", message });
  arrange(place);

  return {
    /** What the links so far made of the page. */
    place: () => place,

    /**
     * Do what a link asks for; returns whether training is to start.
     *
     * @param {string} hash
     * @param {boolean} isFirst  Nothing is shown yet.
     */
    open(hash, isFirst) {
      if (isShort(hash)) {
        const follow = (/** @type {string} */ long) => location.replace(`#${long}`);
        expanded(hash).then(follow, ({ message }) => tell(message));
        if (!isFirst) return false;
      }
      const { place: asked, settings, problem } = readLink(isShort(hash) ? "" : hash);
      if (asked.lang && asked.lang !== language && LANGUAGES.includes(asked.lang)) {
        location.reload(); // a page speaks one language from its start
        return false;
      }
      place = { ...place, ...asked };
      arrange(place);
      const named = new URLSearchParams(settings).get("experiment");
      hasExperiment = named !== null;
      if (named === null || isFirst) {
        shown = undefined;
        experiment.close();
        send({ type: "open", link: named === null ? withoutCode(settings) : "" });
      }
      if (named !== null) experiment.open(named);
      if (asked.tab) document.getElementById(`tab-${asked.tab}`)?.click();
      if (asked.section) lesson.open(asked.section);
      if (asked.epoch) send({ type: "step", unit: "epoch", amount: Number(asked.epoch) });
      if (asked.stage) {
        send({ type: "step", unit: "stage", amount: STAGES.indexOf(asked.stage) + 1 });
      }
      const trouble = problem || unknownName(asked);
      if (trouble) tell(trouble);
      return asked.train !== undefined;
    },

    /** Make the page what its links asked for, once there is something to hide. */
    arrange: () => arrange(place),

    /** Say in the address what a frame shows. @param {Frame} frame */
    show({ link }) {
      if (link === shown || hasExperiment) return;
      shown = link;
      const { pathname, search } = location;
      const joined = (/** @type {Place} */ more) => [link, lasting(more)].filter(Boolean).join("&");
      const hash = joined(place);
      history.replaceState(null, "", hash ? `#${hash}` : pathname + search);
      const { embed: _, ...whole } = place;
      const full = /** @type {HTMLAnchorElement} */ (document.querySelector("[data-full]"));
      full.href = `${pathname}${search}#${joined(whole)}`;
    },
  };
}
