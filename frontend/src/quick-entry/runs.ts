import { datePhrases } from "./dates";
import { lengthOf } from "./lattice";
import type { Lexeme } from "./language";
import { matches, type Lattice } from "./pattern";
import { symbolsOf, type Phrase, type Said } from "./phrase";
import { endPhrases, rulePhrases } from "./rules";
import { momentOf, timePhrases } from "./times";

/** Words that follow each other and say when, or how often; from one up to another. */
export interface Run {
  start: number;
  end: number;
  said: Said;
  /** Reports whether nothing beside it makes it mean something else. */
  whole: boolean;
}

const slots = ["when", "time", "period", "rule", "end", "from"] as const;

const kinds = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const temporal = kinds(
  "day weekday month unit period clock dotted date every oclock workday weekend times end start nth junk",
);
const numeric = kinds("num ord clock dotted");
const number = kinds("num ord");
const joining = kinds("and to on onday in at of by from until join");
const joiningRule = kinds("and to on onday in at of by from until join for");
const limiting = kinds("at of from until to join");
const counting = kinds("next this the every other ord num a count");
const following = kinds("follow and to on at in by from until join for next this every");
const before = kinds("before every other next this the of from until to for past half ord");

/** Returns the runs of a line, those too that mean something else. */
export function runsOf(lattice: Lattice, isLast: (word: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < lattice.lexemes.length; ) {
    const run = runAt(lattice, i, isLast);
    const last = runs.at(-1);
    if (run && last && isBeside(lattice, last, run)) last.whole = run.whole = false;
    if (run) runs.push(run);
    i = run?.end ?? i + 1;
  }
  return runs;
}

/** Reports whether nothing but a word that joins stands between two runs. */
function isBeside(lattice: Lattice, before: Run, after: Run): boolean {
  if (!lattice.joined[before.end]) return false;
  const words = lengthOf(lattice, before.end, joining);
  return before.end === after.start || (before.end + words === after.start && lattice.joined[after.start] === true);
}

interface Part {
  said: Said;
  end: number;
  lexemes: Lexeme[];
}

function runAt(lattice: Lattice, start: number, isLast: (word: number) => boolean): Run | undefined {
  let said: Said = {};
  let end = start;
  let last: Part | undefined;
  const lexemes: Lexeme[] = [];
  while (end === start || lattice.joined[end]) {
    const part = partAt(lattice, end, said);
    if (!part) break;
    said = { ...said, ...part.said, ...(said.clear ? { clear: true } : {}) };
    lexemes.push(...part.lexemes);
    end = part.end;
    last = part;
  }
  if (!last) return undefined;
  if (said.rule && said.by && said.when && !said.end) {
    said = { ...said, end: { until: said.when } };
    delete said.when;
  }
  const [weak = 0] = lexemes.map((lexeme) => lexeme.weak);
  const strong = lexemes.length > 1 || weak === 0 || (weak === 1 && isLast(end - 1));
  const leads = start === 0 && last.said.time !== undefined; // "At 5 call Bob"
  const ended = leads || !last.said.bare || !lattice.joined[end] || lengthOf(lattice, end, following) > 0;
  const ruled = said.rule !== undefined || (!said.end && !said.from);
  const sound = momentOf(said.time, said.period) !== undefined;
  const free = !vetoBefore(lattice, start) && !vetoAfter(lattice, end, said.rule ? joiningRule : joining);
  if (!strong) return undefined;
  return { start, end, said, whole: ended && ruled && sound && free };
}

/** The longest phrase at a word that says what has not been said yet. */
function partAt(lattice: Lattice, at: number, said: Said): Part | undefined {
  const timely = said.when ?? said.rule;
  const found = [
    ...(said.rule ? phrasesAt(lattice, at, endPhrases) : []),
    ...phrasesAt(lattice, at, rulePhrases),
    ...phrasesAt(lattice, at, datePhrases),
    ...limitsAt(lattice, at),
    ...phrasesAt(lattice, at, timePhrases).filter(
      (part) => !part.number || (timely && (!lattice.joined[part.end] || temporalFrom(lattice, part.end))),
    ),
  ].filter((part) => !slots.some((slot) => part.said[slot] !== undefined && said[slot] !== undefined));
  return found.reduce<Part | undefined>((best, part) => (best && best.end >= part.end ? best : part), undefined);
}

function phrasesAt(lattice: Lattice, at: number, phrases: readonly Phrase[]): (Part & { number: boolean })[] {
  const kinds = (lattice.lexemes[at] ?? []).map(({ symbols: [symbol] }) => symbol?.kind ?? "");
  return phrases.flatMap(({ pattern, first, says }) => {
    if (!kinds.some((kind) => first.has(kind))) return [];
    for (const match of matches(pattern, lattice, at)) {
      const said = says(symbolsOf(match), match);
      if (!said) continue;
      const by = said.when && match.symbols[0]?.kind === "by" ? { by: true } : {};
      const number = match.symbols.length === 1 && match.symbols[0]?.kind === "num";
      return [{ said: { ...said, ...by }, end: match.end, lexemes: match.lexemes, number }];
    }
    return [];
  });
}

/** A day up to which, or from which on, something repeats. */
function limitsAt(lattice: Lattice, at: number): Part[] {
  return (["until", "from"] as const).flatMap((kind) =>
    (lattice.lexemes[at] ?? []).flatMap((lexeme) => {
      const next = at + lexeme.length;
      if (lexeme.symbols.length !== 1 || lexeme.symbols[0]?.kind !== kind || !lattice.joined[next]) return [];
      return phrasesAt(lattice, next, datePhrases).flatMap(({ said, end, lexemes }): Part[] => {
        if (!said.when || said.period !== undefined) return [];
        const limit: Said = kind === "from" ? { from: said.when } : { end: { until: said.when } };
        return [{ said: limit, end, lexemes: [lexeme, ...lexemes] }];
      });
    }),
  );
}

function vetoBefore(lattice: Lattice, start: number): boolean {
  if (!lattice.joined[start]) return false;
  for (let i = start - 1; i >= 0 && i >= start - 3; i--) {
    const length = start - i;
    if (i < start - 1 && !lattice.joined[i + 1]) break;
    for (const { symbols, length: words } of lattice.lexemes[i] ?? []) {
      if (words === length && symbols.some(({ kind }) => before.has(kind) || temporal.has(kind))) return true;
    }
    const joins = lengthOf(lattice, i, joining) === length && lattice.joined[i];
    if (joins && (isTemporal(lattice, i - 1) || isWeekday(lattice, i - 1))) return true;
    const numbers = lengthOf(lattice, i, number) === length && lattice.joined[i];
    if (numbers && lengthOf(lattice, i - 1, limiting) > 0) return true; // "from 10 to 11 tomorrow"
  }
  return false;
}

function vetoAfter(lattice: Lattice, end: number, joins: ReadonlySet<string>): boolean {
  if (!lattice.joined[end]) return false;
  const words = lengthOf(lattice, end, joins);
  const at = end + words;
  if (words > 0 && !lattice.joined[at]) return false;
  if (lengthOf(lattice, at, number) > 0) {
    const last = !lattice.joined[at + 1] || lengthOf(lattice, at + 1, following) > 0;
    if (last || (words > 0 && lengthOf(lattice, end, limiting) > 0)) return true;
  }
  return temporalFrom(lattice, at);
}

/** Reports whether a word of time stands at a word, or behind words there that count. */
export function temporalFrom(lattice: Lattice, at: number): boolean {
  for (let i = at; i < at + 5; ) {
    if (isTemporal(lattice, i)) return true;
    const words = lengthOf(lattice, i, counting);
    if (words === 0 || !lattice.joined[i + words]) return false;
    i += words;
  }
  return false;
}

/** Reports whether a word is, or can be, a day of the week. */
const isWeekday = (lattice: Lattice, i: number) =>
  (lattice.lexemes[i] ?? []).some(({ symbols: [symbol] }) => symbol?.kind === "weekday");

/**
 * Reports whether a word speaks of time; one that does so beside a number alone, as "may" does, only there, and a day
 * of the week that is another word too where a phrase ends.
 */
function isTemporal(lattice: Lattice, i: number): boolean {
  const counted =
    [i - 1, i + 1].some((beside) => lengthOf(lattice, beside, numeric) > 0) ||
    (isWeekday(lattice, i) && !lattice.joined[i + 1]);
  return (lattice.lexemes[i] ?? []).some(({ symbols, weak }) => {
    const speaks = weak === 0 || (weak === 1 && symbols[0]?.kind !== "day") || counted;
    return speaks && symbols.some(({ kind }) => temporal.has(kind));
  });
}
