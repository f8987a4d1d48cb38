import type { Sym } from "./language";
import { pattern, type Match, type Pattern } from "./pattern";

/** A day that words speak of, or an instant. */
export type When =
  | {
      /** Returns the days that can be meant, the likeliest first; the first that is still to come counts. */
      days: (today: number) => number[];
      /** Reports whether the word is a day's and hardly ever a name's, as Friday is. */
      certain?: boolean;
      /** Reports whether the day may be past: it has its year. */
      dated?: boolean;
      /** Reports whether an hour of today's morning that has passed means that of the afternoon. */
      sure?: boolean;
      /** The same day of every week, month or year. */
      each?: Pick<Rule, "weekdays" | "date" | "month">;
    }
  | { instant: (now: number) => number };

/** A time of the day. */
export interface Time {
  /** From midnight on. */
  minutes: number;
  /** Reports whether the same hour of the other half of the day can be meant. */
  twelve: boolean;
  /** Reports whether it is an hour as one says it, "at 5"; such an hour before seven is of the afternoon. */
  said: boolean;
}

/** A repetition, in the terms of RFC 5545. */
export interface Rule {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval?: number;
  /** Days of the week, Sunday is 0. */
  weekdays?: number[];
  /** Which of them in the month, -1 is the last. */
  which?: number;
  /** Which day of all these in the month. */
  position?: number;
  /** Day of the month, -1 is the last. */
  date?: number;
  month?: number;
}

/** Where a repetition ends. */
export type End = { times: number } | { n: number; unit: number } | { until: When };

/** What words say together. */
export interface Said {
  when?: When;
  time?: Time;
  period?: number;
  rule?: Rule;
  end?: End;
  from?: When;
  /** Reports whether the day is the last one that will do. */
  by?: boolean;
  /** Reports whether the words are a bare number, an hour only where nothing else follows. */
  bare?: boolean;
  /** Reports whether the words mean a time wherever they stand. */
  clear?: boolean;
}

/** What the symbols of one phrase are. */
export interface Symbols {
  /** Returns the number of the first symbol of a kind, or of the one after so many; undefined where there is none. */
  n: (kind: string, index?: number) => number | undefined;
  all: (kind: string) => number[];
  first: (kind: string) => Sym | undefined;
}

/** A phrase of the grammar, and what it says; undefined where its words do not say it after all. */
export interface Phrase {
  pattern: Pattern;
  /** Kinds of symbols that it can begin with. */
  first: ReadonlySet<string>;
  says: Says;
}

export type Says = (symbols: Symbols, match: Match) => Said | undefined;

/** Returns phrases, each written as its patterns, one a line. */
export function phrases(...written: [patterns: string, says: Says][]): Phrase[] {
  return written.flatMap(([patterns, says]) =>
    patterns.split("\n").map((text) => {
      const elements = pattern(text.trim());
      const certain = elements.findIndex(({ optional }) => !optional);
      return { pattern: elements, first: new Set(elements.slice(0, certain + 1).flatMap(({ kinds }) => kinds)), says };
    }),
  );
}

export function symbolsOf({ symbols }: Match): Symbols {
  const of = (kind: string) => symbols.filter((symbol) => symbol.kind === kind);
  return {
    n: (kind, index = 0) => of(kind)[index]?.n,
    all: (kind) => of(kind).map(({ n }) => n),
    first: (kind) => of(kind)[0],
  };
}
