// @ts-check
// The code panel: tabs of files, the editor, Run, Restore, and what the code prints.

import { runEditor } from "../boot/loader.js";
import { find } from "../lib/dom.js";
import { linkedFiles, store, stored } from "../lib/edits.js";
import { message } from "../lib/message.js";
import { showMessage } from "../lib/show.js";
import { keep, recalled } from "../lib/storage.js";
import { confirmed } from "./confirm.js";
import { showConsole } from "./console.js";
import { editorWords } from "./editor-words.js";
import { makeExamples } from "./examples.js";
import { makeFileTabs } from "./file-tabs.js";

/** @import { Files } from "../lib/edits.js" */
/** @import { Example } from "../lib/examples.js" */
/** @import { Message } from "../lib/message.js" */
/** @import { Broken, Frame } from "../protocol.js" */
/** @import { Editor } from "./editing.js" */

const LOOP = "training.py";
const MINE = "watch-it-learn:own-version "; // and a file's name: what a link's code stands before

/**
 * The code panel: a tab for each file, the text that the reader sees and edits.
 *
 * @param {Files} packaged
 * @param {Record<string, Example>} examples
 * @param {{ onRun(edits: Files): void, onWord(word: string): void, tell(...messages: Message[]): void }} events
 */
export function makeCodePanel(packaged, examples, { onRun, onWord, tell }) {
  const area = /** @type {HTMLTextAreaElement} */ (find("[data-code-text]"));
  /** @type {Files} */
  let texts = { ...packaged };
  let current = LOOP;
  /** @type {Editor | undefined} */
  let editor;
  /** @type {number[]} */
  let ran = [];
  /** The text of each file that runs now. */
  let running = packaged;
  let isWrong = false; // a line is marked as
  let knowsTab = false; // the reader, what it does in the editor
  const runsAsShown = () => texts[current] === running[current];
  /** What the reader wrote of the file before a link brought another. */
  const ownVersion = () => recalled(MINE + current) ?? "";

  const showFiles = makeFileTabs(Object.keys(packaged), open);

  /** What differs from the packaged files. */
  const edits = () =>
    Object.fromEntries(Object.entries(texts).filter(([name, text]) => text !== packaged[name]));

  function showTabs() {
    const changed = edits();
    showFiles(current, changed);
    for (const action of ["restore-code", "restore-all"]) {
      const button = /** @type {HTMLButtonElement} */ (find(`[data-action=${action}]`));
      button.disabled =
        action === "restore-code" ? !(current in changed) : !Object.keys(changed)[0];
    }
    find("[data-action=own-version]").hidden = !ownVersion() || ownVersion() === texts[current];
    showRunning();
  }

  /** Say whose code trains. */
  function showRunning() {
    const isStale = Object.keys(packaged).some((name) => texts[name] !== running[name]);
    const edited = Object.keys(packaged).filter((name) => running[name] !== packaged[name]);
    const files = edited.sort();
    if (isStale) showMessage(find("[data-running]"), "code.stale");
    else showMessage(find("[data-running]"), files[0] ? message("code.running", { files }) : []);
    find("[data-run-again]").hidden = !isStale;
  }

  /** @param {string} name */
  function open(name) {
    current = name;
    area.value = texts[name] ?? "";
    showMessage(area, message("code.can-be-edited", { file: name }), "aria-label");
    editor?.open(name, texts[name] ?? "", editorWords(name));
    if (name === LOOP) {
      editor?.showRan(runsAsShown() ? ran : []);
      if (!ran[0]) scrollToLoop();
    }
    showTabs();
  }

  function scrollToLoop() {
    const lines = (texts[LOOP] ?? "").split("\n");
    const first = lines.findIndex((line) => line.startsWith("def training_loop")) + 1;
    editor?.scrollTo(first, lines.length - 1);
    editor?.scrollTo(first, Math.min(first + 12, lines.length - 1));
  }

  /** @param {string} text */
  function change(text) {
    if (texts[current] === text) return;
    texts[current] = text;
    store(packaged, current, text === packaged[current] ? undefined : text);
    showTabs();
    if (current === LOOP && !runsAsShown()) editor?.showRan([]);
  }

  /** @param {string[]} names */
  async function restore(names) {
    const lost = names.filter((name) => name in edits());
    if (lost.length > 1 && !(await confirmed(lost))) return;
    for (const name of names) {
      texts[name] = packaged[name] ?? "";
      store(packaged, name, undefined);
    }
    open(current);
    run();
  }

  /** Tab is no trap: tell once how to get out. */
  function onTab() {
    if (!knowsTab) tell(message("code.tab-indents"));
    knowsTab = true;
  }

  /** Run what is shown: from now on it is the reader's, a link's code as well. */
  function run() {
    const files = edits();
    for (const [name, text] of Object.entries(files)) store(packaged, name, text);
    onRun(files);
  }
  area.addEventListener("input", () => change(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  find("[data-action=run-code]").addEventListener("click", run);
  find("[data-action=restore-code]").addEventListener("click", () => restore([current]));
  find("[data-action=restore-all]").addEventListener("click", () => restore(Object.keys(packaged)));
  find("[data-run-again]").addEventListener("click", run);
  find("[data-action=find-code]").addEventListener("click", () => editor?.search());
  find("[data-action=own-version]").addEventListener("click", () => {
    const mine = ownVersion();
    keep(MINE + current, texts[current] ?? ""); // first, or the button would hide for a moment
    change(mine);
    open(current);
  });

  makeExamples(examples, {
    textOf: (file) => texts[file] ?? "",
    change(file, { text, lines }) {
      open(file); // as it is, so that it can be undone
      change(text);
      open(file);
      editor?.scrollTo(lines[0]?.number, lines.at(-1)?.number);
      run();
    },
  });

  const kept = stored(packaged);
  texts = { ...packaged, ...kept };
  let hasLinked = takeLink(location.hash);
  open(LOOP);

  /** Show the files that a link brings; they wait for Run. @param {string} hash */
  function takeLink(hash) {
    return takeFiles(linkedFiles(packaged, hash));
  }

  /** Show files; they wait for Run. Returns whether there are any. @param {Files} linked */
  function takeFiles(linked) {
    for (const [name, text] of Object.entries(linked)) {
      const mine = texts[name] ?? "";
      if (mine !== packaged[name] && mine !== text) keep(MINE + name, mine);
    }
    Object.assign(texts, linked);
    return Object.keys(linked).length > 0;
  }

  return {
    edits,

    /** The page speaks another language. */
    translate() {
      editor?.translate(editorWords(current));
    },

    /** Bring the editor in, in place of the plain text field. */
    async improve() {
      await runEditor();
      const host = find("[data-view=code]");
      area.hidden = true;
      find("[data-action=find-code]").hidden = false;
      const inner = document.createElement("div");
      inner.className = "editor";
      host.append(inner);
      editor = globalThis.makeEditor(inner, { onChange: change, onRun: run, onTab, onWord });
      open(current);
    },

    /** Show these edits alone, of a project. @param {Files} files */
    bring(files) {
      const known = Object.entries(files).filter(([name]) => Object.hasOwn(packaged, name));
      takeFiles({ ...packaged, ...Object.fromEntries(known) });
      this.setRunning({});
      open(current);
    },

    /** Another link was opened. @param {string} hash */
    openLink(hash) {
      hasLinked = takeLink(hash);
      if (!hasLinked) return;
      open(current);
      this.greet();
    },

    /** Tell what the panel came up with, if that is not what runs. */
    greet() {
      if (hasLinked) {
        const own = ownVersion() ? [message("code.own-version-kept")] : [];
        tell(message("code.link-brought"), ...own);
      } else if (Object.keys(kept)[0]) {
        tell(message("code.restored"));
      }
    },

    /** These edits run from now on. @param {Files} files */
    setRunning(files) {
      running = { ...packaged, ...files };
      showRunning();
    },

    /** @param {Frame} frame  Of code that works. */
    showFrame({ lines, console: printed }) {
      showConsole(printed);
      find("[data-code-error]").hidden = true;
      if (isWrong) editor?.showWrong(0);
      isWrong = false;
      if (String(lines) === String(ran)) return;
      ran = lines;
      if (current === LOOP) editor?.showRan(runsAsShown() ? ran : []);
    },

    /** @param {Broken} broken */
    showBroken({ file, line, message: told, traceback, console: printed }) {
      showConsole(printed);
      const box = find("[data-code-error]");
      box.hidden = false;
      showMessage(
        box,
        traceback.includes("\n") ? message("code.traceback", { told, traceback }) : told,
      );
      if (Object.hasOwn(packaged, file) && file !== current) open(file);
      if (line) editor?.showWrong(line);
      isWrong = true;
    },

    /** The panel has come into sight: scroll to what it is about. */
    reveal() {
      if (current === LOOP) open(LOOP);
    },

    openLoop: () => open(LOOP),

    /** @param {string} word  A name to point at in the code. */
    pointAt(word) {
      if (current === LOOP) editor?.pointAt(word);
    },
  };
}
