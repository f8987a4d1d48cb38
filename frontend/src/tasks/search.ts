import { markOf } from "@/quick-entry/marks";
import type { Priority, Task } from "@/tasks/task";

/**
 * What a text is compared by in a search, as the backend's SearchKey makes it: its compatibility decomposition (Unicode
 * NFKD) without marks and format characters, its case folded, dotless i as i, and each white space as a space.
 */
export function searchKey(text: string): string {
  const bare = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/\p{White_Space}/gu, " ");
  // Upper case makes ß and ẞ SS and ı I, lower case makes them small again, the last sigma of a word by a letter
  // of its own.
  return bare.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/** The words that a search looks for: the parts of its key between the spaces, each once. */
export function searchWords(query: string): string[] {
  return [...new Set(searchKey(query).split(" "))];
}

/** When the tasks are due that a search asks for: one of the filters, or "ever". */
type Due = "overdue" | "today" | "week" | "ever";
const dues: readonly Due[] = ["overdue", "today", "week"];

/** What a search asks for: words, and by words with a mark (of the quick entry) what tasks have. */
export interface Search {
  words: string[];
  /** The beginnings of tags. */
  tags: string[];
  /** The beginnings of the name of a list or of a category, as nameKey makes them. */
  places: string[];
  priorities: Priority[];
  dues: Due[];
}

let last: { query: string; search: Search } | undefined; // which all tasks are held against

/** Reads a search such as "water #garden @home p1 due:week". */
export function searchOf(query: string): Search {
  if (query === last?.query) return last.search;
  const search: Search = { words: [], tags: [], places: [], priorities: [], dues: [] };
  for (const word of searchWords(query)) {
    const mark = markOf({ word });
    const [, when] = /^due:(.*)$/.exec(word) ?? [];
    const due = when === "" ? "ever" : dues.find((name) => when !== undefined && name.startsWith(when));
    if (due) search.dues.push(due);
    else if (mark?.kind === "tag") search.tags.push(mark.value);
    else if (mark?.kind === "category") search.places.push(nameKey(mark.value));
    else if (mark) search.priorities.push(mark.value);
    else search.words.push(word);
  }
  last = { query, search };
  return search;
}

/** What the name of a list or a category is compared by, which a line writes without spaces. */
export function nameKey(name: string): string {
  return searchKey(name).replace(/[ _-]/g, "");
}

const keys = new WeakMap<object, string>(); // by the task, which no change changes: it has another one made

/** Reports whether every word occurs in a task's title, description or tags, be it within another word. */
export function hasWords(task: Pick<Task, "title" | "description" | "tags">, words: string[]): boolean {
  const key = keys.get(task) ?? searchKey([task.title, task.description, ...task.tags].join(" "));
  keys.set(task, key);
  return words.every((word) => key.includes(word));
}

// English sorts as the root collation of CLDR does, the backend's order; "und" would be the language of the browser.
const order = new Intl.Collator("en");

/**
 * Reports by its sign which title comes first, as the backend would; among those that sort alike, by their characters.
 */
export function compareTitles(a: string, b: string): number {
  return order.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
