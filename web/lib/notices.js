// @ts-check
// The line of messages under the toolbar.

import { find } from "./dom.js";
import { showMessage } from "./show.js";

/** @import { Message } from "./message.js" */

/** The message line: what the reader's last action led to, then the state of the run. */
export function makeNotices() {
  /** @type {Message[]} */
  let notice = [];
  /** @type {Message[]} */
  let state = [];
  let isWelcome = false;

  function show() {
    const needsState = !isWelcome || notice.length === 0;
    showMessage(find("[data-message]"), needsState ? [...notice, ...state] : notice);
  }

  /** @param {Message[]} messages */
  function tell(...messages) {
    notice = messages;
    show();
  }

  return {
    tell,

    /** Tell more of the same act. @param {Message[]} messages */
    add: (...messages) => tell(...notice, ...messages),

    /** What was told is over. @param {Message} told */
    withdraw: (told) => tell(...notice.filter((each) => each !== told)),

    /** The reader does something else. */
    clear: () => tell(),

    /** How the run is, or the experiment. @param {Message[]} messages @param {boolean} isFirst  A welcome: it gives way to a notice. */
    setState(messages, isFirst) {
      state = messages;
      isWelcome = isFirst;
      show();
    },
  };
}
