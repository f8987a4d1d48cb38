import { priorities, type Priority, type Task } from "@/tasks/task";

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
    const [, mark, name = ""] = /^(due:|[#@!p])(.*)$/.exec(word) ?? [];
    const due = mark === "due:" && (name ? dues.find((due) => due.startsWith(name)) : "ever");
    const priority = (mark === "!" || mark === "p") && priorityOf(mark, name);
    if (due) search.dues.push(due);
    else if (mark === "#" && /\p{L}/u.test(name)) search.tags.push(name);
    else if (mark === "@" && name) search.places.push(nameKey(name));
    else if (priority) search.priorities.push(priority);
    else search.words.push(word);
  }
  last = { query, search };
  return search;
}

/** Returns the priority that p1, !1, !high or !! says: 1 is the most pressing. */
function priorityOf(mark: "p" | "!", name: string): Priority | undefined {
  if (/^[1-4]$/.test(name)) return priorities[4 - Number(name)];
  if (mark === "p" || name === "") return undefined;
  return name === "!" ? "high" : name === "!!" ? "critical" : priorities.find((other) => other.startsWith(name));
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
