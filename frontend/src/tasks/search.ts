import type { Task } from "@/tasks/task";

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

let last = { query: "", words: [""] }; // which all tasks are held against

/** The words that a search looks for: the parts of its key between the spaces, each once. */
export function searchWords(query: string): string[] {
  if (query !== last.query) last = { query, words: [...new Set(searchKey(query).split(" "))] };
  return last.words;
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
