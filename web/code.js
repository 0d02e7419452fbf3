// @ts-check
import { find } from "./dom.js";
import { linkedFiles, store, stored } from "./edits.js";
import { runEditor } from "./loader.js";
import { put } from "./readouts.js";

/** @import { Files } from "./edits.js" */
/** @import { Broken, Frame } from "./protocol.js" */
/**
 * @typedef {{
 *   open(name: string, text: string): void,
 *   showRan(lines: number[]): void,
 *   showWrong(line: number): void,
 *   pointAt(word: string): void,
 *   scrollTo(first?: number, last?: number): void,
 * }} Editor
 * @typedef {(host: HTMLElement, events: {
 *   onChange(text: string): void,
 *   onRun(): void,
 *   onWord(word: string): void,
 * }) => Editor} MakeEditor
 */

const LOOP = "training.py";

/**
 * The code panel: a tab for each file, the text that the reader sees and edits.
 *
 * @param {Files} packaged
 * @param {{ onRun(edits: Files): void, onWord(word: string): void, say(text: string): void }} events
 */
export function makeCodePanel(packaged, { onRun, onWord, say }) {
  const area = /** @type {HTMLTextAreaElement} */ (find("[data-code-text]"));
  const list = find("[data-files]");
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
  const runsAsShown = () => texts[current] === running[current];

  const tabs = Object.keys(packaged).map((name) => {
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", role: "tab", textContent: name, value: name });
    tab.setAttribute("aria-controls", "code");
    tab.addEventListener("click", () => open(name));
    return tab;
  });
  list.append(...tabs);
  list.addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const at = tabs.findIndex(({ value }) => value === current);
    const next = by && tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    next.focus();
    open(next.value);
  });

  /** What differs from the packaged files. */
  const edits = () =>
    Object.fromEntries(Object.entries(texts).filter(([name, text]) => text !== packaged[name]));

  function showTabs() {
    const changed = edits();
    for (const tab of tabs) {
      tab.ariaSelected = String(tab.value === current);
      tab.tabIndex = tab.value === current ? 0 : -1;
      tab.toggleAttribute("data-changed", tab.value in changed);
      tab.ariaLabel = tab.value in changed ? `${tab.value}, changed` : tab.value;
    }
    for (const action of ["restore-code", "restore-all"]) {
      const button = /** @type {HTMLButtonElement} */ (find(`[data-action=${action}]`));
      button.disabled =
        action === "restore-code" ? !(current in changed) : !Object.keys(changed)[0];
    }
  }

  /** @param {string} name */
  function open(name) {
    current = name;
    area.value = texts[name] ?? "";
    area.ariaLabel = `${name}, can be edited`;
    editor?.open(name, texts[name] ?? "");
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
    texts[current] = text;
    store(edits());
    showTabs();
  }

  /** @param {string[]} names */
  function restore(names) {
    for (const name of names) texts[name] = packaged[name] ?? "";
    store(edits());
    open(current);
    run();
  }

  const run = () => onRun(edits());
  area.addEventListener("input", () => change(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  find("[data-action=run-code]").addEventListener("click", run);
  find("[data-action=restore-code]").addEventListener("click", () => restore([current]));
  find("[data-action=restore-all]").addEventListener("click", () => restore(Object.keys(packaged)));

  const kept = stored();
  texts = { ...packaged, ...kept };
  let hasLinked = takeLink(location.hash);
  open(LOOP);

  /** Show the files that a link brings; they wait for Run. @param {string} hash */
  function takeLink(hash) {
    const linked = linkedFiles(packaged, hash);
    Object.assign(texts, linked);
    return Object.keys(linked).length > 0;
  }

  return {
    edits,

    /** Bring the editor in, in place of the plain text field. */
    async improve() {
      await runEditor();
      const host = find("[data-view=code]");
      area.hidden = true;
      const inner = document.createElement("div");
      inner.className = "editor";
      host.append(inner);
      editor = globalThis.makeEditor(inner, { onChange: change, onRun: run, onWord });
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
        say("This link brought code with it. Read it, then press Run code if you trust it.");
      } else if (Object.keys(kept)[0]) {
        say("Your edited code is back. Press Run code to use it.");
      }
    },

    /** These edits run from now on. @param {Files} files */
    setRunning(files) {
      running = { ...packaged, ...files };
    },

    /** @param {Frame} frame  Of code that works. */
    showFrame({ lines, console: printed, edited }) {
      showConsole(printed);
      find("[data-code-error]").hidden = true;
      if (isWrong) editor?.showWrong(0);
      isWrong = false;
      put(find("[data-running]"), edited.length ? `running your ${edited.join(", ")}` : "");
      if (String(lines) === String(ran)) return;
      ran = lines;
      if (current === LOOP) editor?.showRan(runsAsShown() ? ran : []);
    },

    /** @param {Broken} broken */
    showBroken({ file, line, message, traceback, console: printed }) {
      showConsole(printed);
      const box = find("[data-code-error]");
      box.hidden = false;
      box.textContent = traceback.includes("\n") ? `${message}\n\n${traceback}` : message;
      if (file in packaged && file !== current) open(file);
      if (line) editor?.showWrong(line);
      isWrong = true;
    },

    /** @param {string} word  A name to point at in the code. */
    pointAt(word) {
      if (current === LOOP) editor?.pointAt(word);
    },
  };
}

/** @param {string} printed */
function showConsole(printed) {
  const view = find("[data-view=console]");
  view.hidden = !printed;
  if (view.textContent === printed) return;
  view.textContent = printed;
  view.scrollTop = view.scrollHeight;
}
