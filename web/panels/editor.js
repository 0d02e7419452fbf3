// @ts-check
// The code editor, as a script of its own: it comes after everything else.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  isolateHistory,
} from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  forceParsing,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { closeSearchPanel, openSearchPanel, searching } from "./editor-search.js";

/** @import { DecorationSet } from "@codemirror/view" */
/** @import { EditorWords, MakeEditor } from "./editing.js" */

const COLORS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.docString], color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.definition(tags.variableName), tags.className], color: "var(--code-name)" },
]);

// Where the parser is behind, closeBrackets takes the start of the file for a string
// that is open, and a quote would not be closed.
const parsed = EditorView.inputHandler.of((view, _from, to) => {
  forceParsing(view, to, 500);
  return false; // what was typed is entered by others
});

/**
 * How much of the code's end the panel's words may cover, in CSS pixels; code.css says it.
 *
 * @param {EditorView} view
 */
const covered = ({ contentDOM }) => Number.parseFloat(getComputedStyle(contentDOM).paddingBottom);

const LOOKS = EditorView.theme({
  "&": { height: "100%", backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-content": { paddingBottom: "var(--covered, 4.5rem)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "var(--size-code)", lineHeight: "1.4" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--ink-soft)", border: "none" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--raised)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent) !important",
  },
  // outlines are seen where the system sets all colors
  ".cm-ran, .cm-wrong": { outline: "1px solid transparent", outlineOffset: "-1px" },
  ".cm-ran": { backgroundColor: "var(--ran)", boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-wrong": { backgroundColor: "var(--alarm-paper)", boxShadow: "inset 3px 0 var(--alarm)" },
  ".cm-pointed": { outline: "2px solid var(--accent)", borderRadius: "2px" },
});

/** @typedef {{ ran: number[], wrong: number, word: string }} Marks */
/** @type {import("@codemirror/state").StateEffectType<Partial<Marks>>} */
const mark = StateEffect.define();

/** @type {StateField<Marks & { decorations: DecorationSet }>} */
const marks = StateField.define({
  create: () => ({ ran: [], wrong: 0, word: "", decorations: Decoration.none }),
  update(value, { effects, docChanged, state }) {
    const news = effects.filter((effect) => effect.is(mark)).map((effect) => effect.value);
    if (news.length === 0 && !docChanged) return value;
    const { ran, wrong, word } = Object.assign({}, value, ...news);
    return { ran, wrong, word, decorations: decorate(state, { ran, wrong, word }) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
});

/** @param {EditorState} state @param {Marks} marks */
function decorate({ doc }, { ran: [first = 1, last = 0], wrong, word }) {
  const found = [];
  for (let number = first; number <= Math.min(last, doc.lines); number++) {
    found.push(Decoration.line({ class: "cm-ran" }).range(doc.line(number).from));
  }
  if (wrong >= 1 && wrong <= doc.lines) {
    found.push(Decoration.line({ class: "cm-wrong" }).range(doc.line(wrong).from));
  }
  if (word) {
    for (const { index } of doc.toString().matchAll(new RegExp(`\\b${word}\\b`, "g"))) {
      const pointed = Decoration.mark({ class: "cm-pointed" });
      found.push(pointed.range(index, index + word.length));
    }
  }
  return Decoration.set(found, true);
}

/** @type {MakeEditor} */
globalThis.makeEditor = (host, { onChange, onRun, onTab, onWord }) => {
  // In a shadow root the editor's styles are adopted sheets, which the page's policy allows.
  const root = host.attachShadow({ mode: "open" });
  const language = new Compartment();
  const spoken = (/** @type {EditorWords} */ { label, hint, phrases }) => [
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-description": hint,
      tabindex: "0",
    }),
    EditorState.phrases.of(phrases),
  ];

  /** @param {(view: EditorView) => boolean} command */
  const byTab = (command) => (/** @type {EditorView} */ target) => {
    onTab();
    return command(target);
  };

  const extensions = [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("    "),
    bracketMatching(),
    parsed,
    closeBrackets(),
    highlightActiveLine(),
    EditorView.scrollMargins.of((view) => ({ bottom: covered(view) })),
    python(),
    syntaxHighlighting(COLORS),
    LOOKS,
    marks,
    language.of([]),
    searching,
    keymap.of([
      {
        key: "Mod-Enter",
        run: () => {
          onRun();
          return true;
        },
      },
      // after Escape, CodeMirror leaves Tab to the browser
      { key: "Tab", run: byTab(indentMore), shift: byTab(indentLess) },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
      if (update.selectionSet) onWord(wordAt(update.state.selection.main.head));
    }),
    EditorView.domEventHandlers({
      mousemove: (event, view) => {
        const place = view.posAtCoords({ x: event.clientX, y: event.clientY });
        onWord(place === null ? "" : wordAt(place));
      },
      mouseleave: () => onWord(""),
    }),
  ];
  const view = new EditorView({ parent: root, root });
  /** Each file as it was left, with what can be undone in it. @type {Map<string, EditorState>} */
  const states = new Map();
  let current = "";

  /** @param {number} place */
  function wordAt(place) {
    const range = view.state.wordAt(place);
    return range ? view.state.sliceDoc(range.from, range.to) : "";
  }

  return {
    translate(words) {
      closeSearchPanel(view); // it would go on speaking the language that it was opened in
      view.dispatch({ effects: language.reconfigure(spoken(words)) });
    },

    open(name, text, words) {
      closeSearchPanel(view); // or it would take the focus when the reader comes back
      states.set(current, view.state);
      current = name;
      view.setState(states.get(name) ?? EditorState.create({ doc: text, extensions }));
      this.translate(words);
      const { doc } = view.state;
      // another text, such as the restored one, can be undone
      if (doc.toString() !== text)
        view.dispatch({
          changes: { from: 0, to: doc.length, insert: text },
          annotations: isolateHistory.of("full"), // however soon it comes after what was typed
        });
    },
    search: () => void openSearchPanel(view),
    showRan(lines) {
      view.dispatch({ effects: mark.of({ ran: lines }) });
      scrollTo(lines[0], lines[1]);
    },
    showWrong(line) {
      view.dispatch({ effects: mark.of({ wrong: line }) });
      scrollTo(line, line);
    },
    pointAt(word) {
      view.dispatch({ effects: mark.of({ word }) });
    },
    scrollTo,
  };

  /** @param {number | undefined} first @param {number | undefined} last */
  function scrollTo(first, last) {
    const { doc } = view.state;
    if (!first || !last || last > doc.lines) return;
    const from = view.lineBlockAt(doc.line(first).from).top;
    const to = view.lineBlockAt(doc.line(last).from).bottom;
    const { scrollTop, clientHeight } = view.scrollDOM;
    const height = Math.max(clientHeight - covered(view), to - from);
    if (from >= scrollTop && to <= scrollTop + height) return;
    view.scrollDOM.scrollTop = from - Math.max(20, (height - (to - from)) / 2);
  }
};
