import type { Labels } from "@/tasks/entry";
import { priorities } from "@/tasks/task";

/** What the word at the caret can be completed to. */
export interface Completions {
  /** Where the word begins in the line, and where it ends. */
  start: number;
  end: number;
  words: string[];
}

const most = 6;

/** Returns what the mark before the caret, as in "#wo", can become of what exists; undefined where that is nothing. */
export function completionsAt(line: string, caret: number, labels: Labels | undefined): Completions | undefined {
  const typed = /(?:^|\s)([#@!])(\S*)$/u.exec(line.slice(0, caret));
  if (!typed || /^\S/.test(line.slice(caret))) return undefined;
  const [, mark = "", name = ""] = typed;
  const existing = mark === "!" ? priorities.toReversed() : names(mark === "#" ? labels?.tags : labels?.categories);
  const folded = name.toLowerCase();
  const words = existing.filter((other) => other.toLowerCase().startsWith(folded)).slice(0, most);
  if (words.length === 0 || (words.length === 1 && words[0] === name)) return undefined;
  return { start: caret - name.length - 1, end: caret, words: words.map((word) => mark + word) };
}

/** The names that can be typed as one word, the most used first. */
function names(labels: readonly { name: string; count?: number }[] = []): string[] {
  const typeable = labels.filter(({ name }) => /^[\p{L}\p{M}\p{N}_/-]+$/u.test(name) && !/^\p{N}+$/u.test(name));
  return typeable.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0)).map(({ name }) => name);
}
