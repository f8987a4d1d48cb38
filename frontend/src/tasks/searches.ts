import { codePointLength } from "@/lib/text";
import { nameKey, searchKey } from "@/tasks/search";

const longest = 200; // code points of a search

/**
 * Returns a search that says another name where it names a tag: "#work p1" becomes "#job p1". The beginning of a name
 * stays, since it may stand for several tags, and so does a search that would be too long.
 */
export function withTagRenamed(search: string, from: string, to: string): string {
  return replaced(search, tagWords(from).map(keyOf), tagWords(to));
}

/** Returns a search that says another name where it names a list, "@Garden" or "@garden-work". */
export function withListRenamed(search: string, from: string, to: string): string {
  return replaced(search, [listWord(from)].map(keyOf), [listWord(to)]);
}

// A tag of two words is searched for by the first with the mark, and the second: "#at work"; a word without a letter,
// such as "#2", is no tag.
function tagWords(tag: string): string[] {
  const [first = "", ...rest] = tag.split(/\p{White_Space}+/u);
  return [/\p{L}/u.test(first) ? `#${first}` : first, ...rest];
}

const listWord = (name: string) => `@${name.replace(/\p{White_Space}+/gu, "-")}`;

/** What words of a search are compared by. */
function keyOf(word: string): string {
  const key = searchKey(word);
  return key.startsWith("@") ? nameKey(key) : key;
}

function replaced(search: string, from: string[], to: string[]): string {
  const [mark = "", become = ""] = [from[0], keyOf(to[0] ?? "")];
  if (!/^[#@]./.test(mark) || become === "@") return search; // no search names it
  const words = search.split(/\p{White_Space}+/u);
  const keys = words.map(keyOf);
  const isAt = (i: number) => from.every((key, j) => keys[i + j] === key);
  if (!keys.some((_, i) => isAt(i))) return search;
  const next: string[] = [];
  for (let i = 0; i < words.length; i += isAt(i) ? from.length : 1)
    next.push(...(isAt(i) ? to : words.slice(i, i + 1)));
  const first = next.map(keyOf).indexOf(become); // it may have been named already
  const line = next.filter((word, i) => to.length > 1 || i === first || keyOf(word) !== become).join(" ");
  return codePointLength(line) <= longest ? line : search;
}
