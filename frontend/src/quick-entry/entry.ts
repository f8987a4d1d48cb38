import type { Clock } from "@/lib/dates";
import { oneLine } from "@/lib/text";

import { lengthOf, latticeOf } from "./lattice";
import { lexiconOf, type Language, type Lexicon } from "./language";
import type { Forms } from "./literals";
import { markOf, type Priority } from "./marks";
import type { Lattice } from "./pattern";
import { resolve, type Due, type Repetition, type Resolved } from "./resolve";
import { runsOf, temporalFrom, type Run } from "./runs";
import { tokensOf, without, type Token } from "./tokens";

/** A stretch of a line that means more than its words. */
export interface Understood {
  kind: "due" | "time" | "repetition" | "priority" | "tag" | "category";
  /** Where it stands in the line. */
  start: number;
  end: number;
  words: string;
}

/** What one line says. */
export interface Entry {
  /** What is left of the line, with single spaces, in NFC. */
  title: string;
  due?: Due;
  repetition?: Repetition;
  tags: string[];
  category?: string;
  priority?: Priority;
  /** Marks by their kind, then the words of time in their order. */
  understood: Understood[];
}

/**
 * Reads a line at a moment. Words in `ignored`, as they were typed, stay in the title, and so does what a line says a
 * second time where it can say it once.
 */
export type Reader = (line: string, clock: Clock, ignored?: ReadonlySet<string>) => Entry;

const mostTags = 10;

/**
 * Returns what reads lines such as "Water the plants every week 9am #home @garden !high". A phrase is understood whole
 * or left in the title whole. Locales (BCP 47) say in which order a date is written; of a word that means several
 * things the first language counts.
 */
export function readerOf(languages: readonly Language[], locales: readonly string[]): Reader {
  const lexicon = lexiconOf(languages);
  const ordinal = new RegExp(`^(?:${languages.map((language) => language.ordinal).join("|")})$`);
  const forms = { monthFirst: isMonthFirst(locales), ordinal };
  return (line, clock, ignored = new Set()) => read(line, clock, ignored, lexicon, forms);
}

/** Reports whether the first of these locales that names a region is of one that writes the month first. */
function isMonthFirst(locales: readonly string[]): boolean {
  const regions = locales.map((locale) => /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b/i.exec(locale)?.[1]?.toUpperCase());
  return ["US", "PH", "PR", "GU", "AS", "VI"].includes(regions.find(Boolean) ?? "");
}

function read(line: string, clock: Clock, ignored: ReadonlySet<string>, lexicon: Lexicon, forms: Forms): Entry {
  const tokens = tokensOf(line);
  const left = ignoredIn(line, tokens, ignored);
  const taken = new Set<number>();
  const entry: Entry = { title: "", tags: [], understood: [] };
  const take = (kind: Understood["kind"], from: number, to: number) => {
    for (let i = from; i < to; i++) taken.add(i);
    const [start, end] = [tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0];
    entry.understood.push({ kind, start, end, words: line.slice(start, end) });
  };

  const marks = tokens.map((token, i) => (left.has(i) ? undefined : markOf(token)));
  for (const [i, mark] of marks.entries()) {
    if (mark?.kind !== "tag" || entry.tags.length >= mostTags) continue;
    if (!entry.tags.some((tag) => tag.toLowerCase() === mark.value.toLowerCase())) entry.tags.push(mark.value);
    take("tag", i, i + 1);
  }
  for (const [i, mark] of marks.entries()) {
    if (mark?.kind !== "category" || entry.category) continue;
    entry.category = mark.value;
    take("category", i, i + 1);
  }
  for (const [i, mark] of marks.entries()) {
    if (mark?.kind !== "priority" || entry.priority) continue;
    entry.priority = mark.value;
    take("priority", i, i + 1);
  }

  const silent = new Set([...left, ...taken]);
  const lastWord = tokens.findLastIndex((_, i) => !taken.has(i));
  const lattice = latticeOf(tokens, silent, lexicon, forms);
  const runs = together(runsOf(lattice, (word) => word === lastWord), lattice);
  const resolved = runs.length > 0 ? resolve(Object.assign({}, ...runs.map(({ said }) => said)), clock) : null;
  if (resolved) {
    Object.assign(entry, resolved satisfies Resolved);
    for (const { start, end, said } of runs) {
      takeDot(tokens[end - 1]);
      take(said.rule ? "repetition" : said.when ? "due" : "time", start, end);
    }
  }
  entry.title = oneLine(without(tokens, taken));
  return entry;
}

/** Makes the dot behind an abbreviation, or behind the digits of a date, a part of the word. */
function takeDot(token: Token | undefined) {
  if (!token?.close.startsWith(".") || !/^(?:\D{1,4}|[\d.]+)$/.test(token.word)) return;
  token.word += ".";
  token.end++;
  token.close = token.close.slice(1);
}

/** The words of a line that mean nothing more. */
function ignoredIn(line: string, tokens: readonly Token[], ignored: ReadonlySet<string>): Set<number> {
  const left = new Set<number>();
  for (const words of ignored) {
    const count = tokensOf(words).length;
    for (const [i, { start }] of tokens.entries()) {
      const last = tokens[i + count - 1];
      const dots = start + words.length - (last?.end ?? 0); // that takeDot took
      if (!line.startsWith(words, start) || (dots !== 0 && !(dots === 1 && last?.close.startsWith(".")))) continue;
      for (let k = i; k < i + count; k++) left.add(k);
    }
  }
  return left;
}

/**
 * The runs of a line that can be taken together. A repetition that is not understood leaves all, and so do two runs
 * that contradict each other; of several days the one that is certain counts.
 */
function together(runs: Run[], lattice: Lattice): Run[] {
  const whole = runs.filter((run) => run.whole);
  const rules = whole.filter(({ said }) => said.rule);
  let days = whole.filter(({ said }) => said.when && !said.rule);
  if (rules.length > 1 || (rules.length > 0 && days.length > 1) || unknownRule(lattice, rules)) return [];
  if (days.length > 1) {
    days = days.filter(({ said: { when } }) => when && "certain" in when);
    if (days.length !== 1) return [];
  }
  const taken = [...rules, ...days];
  const timed = taken.filter(({ said }) => said.time ?? said.period).length;
  const times = whole.filter(({ said }) => !said.when && !said.rule && said.clear);
  if (timed > 1) return [];
  if (timed === 0 && times.length === 1) taken.push(...times);
  return taken.sort((a, b) => a.start - b.start);
}

const every: ReadonlySet<string> = new Set(["every"]);

function unknownRule(lattice: Lattice, rules: Run[]): boolean {
  const understood = (i: number) => rules.some(({ start, end }) => start <= i && i < end);
  return lattice.lexemes.some((_, i) => {
    const words = lengthOf(lattice, i, every);
    return words > 0 && lattice.joined[i + words] && !understood(i) && temporalFrom(lattice, i + words);
  });
}
