// What the code panel and its editor know of each other.

/** What the editor says, in the reader's language. */
export interface EditorWords {
  label: string;
  hint: string;
  phrases: Record<string, string>; // by CodeMirror's English
}

export interface Editor {
  open(name: string, text: string, words: EditorWords): void;
  translate(words: EditorWords): void;
  search(): void;
  showRan(lines: number[]): void;
  showWrong(line: number): void;
  pointAt(word: string): void;
  scrollTo(first?: number, last?: number): void;
}

export type MakeEditor = (
  host: HTMLElement,
  events: {
    onChange(text: string): void;
    onRun(): void;
    onTab(): void;
    onWord(word: string): void;
  },
) => Editor;
