// @ts-check
// The editor's search: CodeMirror's own, with the page's looks. It finds what is off the screen,
// which the browser's cannot.
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  openSearchPanel,
  search,
} from "@codemirror/search";
import { EditorView, keymap } from "@codemirror/view";

const LOOKS = EditorView.theme({
  ".cm-panels.cm-panels-top": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    borderBottom: "1px solid var(--line)",
  },
  ".cm-panel.cm-search": {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "0.25rem",
    padding: "0.25rem 2rem 0.25rem 0.25rem",
    fontSize: "0.75rem",
    "& br, & [name=select]": { display: "none" }, // the editor has one selection
    "& input, & button, & label": { boxSizing: "border-box", margin: "0" },
    "& label": { display: "flex", alignItems: "center", gap: "0.25rem", fontSize: "inherit" },
    "& label, & .cm-textfield, & button": { minHeight: "1.5rem" },
    "& .cm-textfield": { flex: "1 1 8rem", minWidth: "0" },
    "& [name=replace].cm-textfield": { flexBasis: "30%" }, // begins a row, with its buttons
    "& .cm-button": { padding: "0 0.5rem" },
    "& input[type=checkbox]": { margin: "0", accentColor: "var(--accent)" },
    "& [name=close]": {
      top: "0.25rem",
      right: "0.25rem",
      minWidth: "1.5rem",
      fontSize: "1rem",
      cursor: "pointer",
    },
    "& :focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  },
  ".cm-textfield, .cm-button": {
    border: "1px solid var(--edge)",
    borderRadius: "0.375rem",
    background: "var(--card)",
    color: "inherit",
    fontSize: "inherit",
  },
  ".cm-button:hover": { background: "var(--raised)" },
  ".cm-button:active": { background: "var(--raised)" },
  ".cm-searchMatch": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-searchMatch.cm-searchMatch-selected": {
    outline: "2px solid var(--accent)",
    backgroundColor: "transparent",
  },
});

export { closeSearchPanel, openSearchPanel };

const scope = "editor search-panel";

/** What the editor needs in order to be searched. */
export const searching = [
  search({ top: true }),
  keymap.of([
    { key: "Mod-f", run: openSearchPanel, scope },
    { key: "F3", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Mod-g", run: findNext, shift: findPrevious, scope, preventDefault: true },
    { key: "Escape", run: closeSearchPanel, scope },
  ]),
  LOOKS,
];
