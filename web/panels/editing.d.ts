// What the code panel and its editor know of each other.

export interface Editor {
  open(name: string, text: string, words: string): void;
  relabel(words: string): void;
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
    onWord(word: string): void;
  },
) => Editor;
