/**
 * The words of one language. A key of `words` is one or several symbols of the grammar (see grammar.ts), each with its
 * number, as in "day=1" or "every unit=0"; its value lists the spellings, with | between them. Where the number of the
 * last symbol is left out, the value is a series: what stands behind each ; has the next number, from 0 on (months,
 * numbers and ordinals from 1 on).
 *
 * A spelling is written as it is typed, in any case and with or without its accents. Behind one that means something
 * else as well stands a mark: with ? it counts beside other words of time and at the end of a line, with ?? only beside
 * other words of time.
 */
export interface Language {
  /** The primary subtag of BCP 47. */
  code: string;
  words: Record<string, string>;
  /** What follows the digits of an ordinal number, as a regular expression. */
  ordinal: string;
}

/** What a word stands for. */
export interface Sym {
  kind: string;
  n: number;
  /** Of a time: reports whether the same hour of the other half of the day can be meant. */
  twelve?: boolean;
}

/** One reading of one or several words of a line. */
export interface Lexeme {
  symbols: Sym[];
  /** How many words. */
  length: number;
  /** How much else beside it is needed: 0 nothing, 1 the end of the line or a word of time, 2 a word of time. */
  weak: number;
}

/** The readings of words that begin with a key. */
export type Lexicon = Map<string, (Lexeme & { keys: string[] })[]>;

/** Returns what a word is looked up by: without case and accents, but for the shortest words. */
export function keyOf(word: string): string {
  const lower = word.normalize("NFC").toLowerCase().replaceAll("’", "'");
  if (lower.length <= 2) return lower;
  return lower.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}

const first: Record<string, number> = { month: 1, num: 1, ord: 1 };

/** Returns the lexicon of several languages; the reading of the first comes first. */
export function lexiconOf(languages: readonly Language[]): Lexicon {
  const lexicon: Lexicon = new Map();
  for (const { words } of languages) {
    for (const [name, value] of Object.entries(words)) {
      const symbols = name.split(" ").map((symbol) => {
        const [kind = "", n] = symbol.split("=");
        return { kind, n: n === undefined ? NaN : Number(n) };
      });
      const last = symbols.at(-1);
      const start = first[last?.kind ?? ""] ?? 0;
      value.split(";").forEach((spellings, i) => {
        const numbered = symbols.map(({ kind, n }) => ({ kind, n: Number.isNaN(n) ? start + i : n }));
        for (const spelling of spellings.split("|")) add(lexicon, spelling.trim(), numbered);
      });
    }
  }
  for (const readings of lexicon.values()) readings.sort((a, b) => b.length - a.length); // stable
  return lexicon;
}

function add(lexicon: Lexicon, spelling: string, symbols: Sym[]) {
  if (!spelling) return;
  const word = spelling.replace(/\?+$/, "");
  const keys = word.split(" ").map(keyOf);
  const key = keys[0] ?? "";
  const reading = { keys, symbols, length: keys.length, weak: spelling.length - word.length };
  lexicon.set(key, [...(lexicon.get(key) ?? []), reading]);
}
