import { keyOf, type Lexeme, type Lexicon } from "./language";
import { literal, type Forms } from "./literals";
import type { Lattice } from "./pattern";
import type { Token } from "./tokens";

/** Returns what the words of a line can stand for; those to be left alone stand for nothing. */
export function latticeOf(
  tokens: readonly Token[],
  left: ReadonlySet<number>,
  lexicon: Lexicon,
  forms: Forms,
): Lattice & { lexemes: Lexeme[][] } {
  const keys = tokens.map(({ word }, i) => (left.has(i) ? "" : keyOf(word)));
  const joined = tokens.map((token, i) => {
    const before = tokens[i - 1];
    if (!before || left.has(i) || left.has(i - 1) || token.open) return false;
    const short = /^(?:[\d.]+|\D{1,5})$/.test(before.word); // an abbreviation, or an ordinal number
    return before.close === "" || before.close === "," || (short && /^\.,?$/.test(before.close));
  });

  const spelled = (i: number, spelling: string[]) =>
    spelling.every((key, k) => key === keys[i + k] && (k === 0 || (joined[i + k] && tokens[i + k - 1]?.close === "")));

  const lexemes = tokens.map((token, i) => {
    if (left.has(i)) return [];
    const words: Lexeme[] = (lexicon.get(keys[i] ?? "") ?? []).filter((reading) => spelled(i, reading.keys));
    words.push(...weekdaysOf(token.word, lexicon));
    const numbers = literal(token.word, token.close, forms);
    return [...words, ...numbers.map(({ symbol, weak }) => ({ symbols: [symbol], length: 1, weak }))];
  });
  // Tom is a name.
  for (const [i, readings] of lexemes.entries()) {
    const called = lexemes[i - 1]?.some(({ symbols: [symbol] }) => symbol?.kind === "call");
    if (!called && tokens[i]?.word === tokens[i]?.word.toLowerCase()) continue;
    lexemes[i] = readings.filter(({ symbols: [symbol], weak }) => weak === 0 || symbol?.kind !== "day");
  }
  // "um 5 am Montag" is no hour of the morning.
  for (const [i, readings] of lexemes.entries()) {
    const next = lexemes[i + 1]?.some(({ symbols: [symbol] }) => /^(weekday|ord|date)$/.test(symbol?.kind ?? ""));
    if (!next || !readings.some(({ symbols: [symbol] }) => symbol?.kind === "on")) continue;
    lexemes[i] = readings.filter(({ symbols: [symbol] }) => symbol?.kind !== "ampm");
  }
  return { lexemes, joined };
}

/** Returns what several days of the week in one word stand for: "Mon-Fri" is every day from one to the other. */
function weekdaysOf(word: string, lexicon: Lexicon): Lexeme[] {
  const days = word.split(/[-–—/+&]/).map((part) => {
    const readings = (lexicon.get(keyOf(part)) ?? []).filter(({ length }) => length === 1);
    return readings.flatMap(({ symbols }) => symbols.slice(0, 1)).find(({ kind }) => kind === "weekday");
  });
  const [from, to] = days;
  if (!from || !to || days.includes(undefined)) return [];
  if (days.length > 2 || !/[-–—]/.test(word)) return [{ symbols: [{ kind: "junk", n: 0 }], length: 1, weak: 0 }];
  const range = [from, { kind: "to", n: 0 }, to];
  return [[{ kind: "every", n: 0 }, ...range], range].map((symbols) => ({ symbols, length: 1, weak: 0 }));
}

/** Returns of how many words the longest reading of one of some kinds is that begins at a word; 0 where none is. */
export function lengthOf({ lexemes }: Lattice, i: number, kinds: ReadonlySet<string>): number {
  const reading = lexemes[i]?.find(({ symbols }) => symbols.length === 1 && kinds.has(symbols[0]?.kind ?? ""));
  return reading?.length ?? 0;
}
