import type { Lexeme, Sym } from "./language";

/** The words of a line as what they can stand for. */
export interface Lattice {
  /** The readings of the words from one on, the longest first. */
  lexemes: readonly (readonly Lexeme[])[];
  /** Reports whether a phrase can go on from the word before to this one. */
  joined: readonly boolean[];
}

/** What a pattern was found to match, up to a word. */
export interface Match {
  end: number;
  /** The symbols that it took, without those that it left out. */
  symbols: Sym[];
  /** The readings that they are of. */
  lexemes: Lexeme[];
}

interface Element {
  kinds: string[];
  optional: boolean;
  many: boolean;
}

/** A sequence of kinds of symbols: "by? the? day"; a|b is either, x? none or one, x* up to seven with "and" between. */
export type Pattern = Element[];

export function pattern(text: string): Pattern {
  return text.split(" ").map((element) => ({
    kinds: element.replace(/[?*]$/, "").split("|"),
    optional: element.endsWith("?"),
    many: element.endsWith("*"),
  }));
}

/** Returns what a pattern can match from a word on, the longest first. */
export function matches(elements: Pattern, lattice: Lattice, start: number): Match[] {
  const found: Match[] = [];
  const symbols: Sym[] = [];
  const lexemes: Lexeme[] = [];

  /** Tries the elements from k on at a word, or at the symbol `inner` of the last reading, which ends there. */
  const step = (k: number, at: number, inner: number) => {
    const element = elements[k];
    if (!element) {
      if (inner === 0) found.push({ end: at, symbols: [...symbols], lexemes: [...lexemes] });
      return;
    }
    take(element.kinds, at, inner, (to, next) => {
      step(k + 1, to, next);
      if (element.many) several(element, k, to, next, 6);
    });
    if (element.optional) step(k + 1, at, inner);
  };

  const several = (element: Element, k: number, at: number, inner: number, more: number) => {
    if (more === 0) return;
    const again = (to: number, next: number) => {
      step(k + 1, to, next);
      several(element, k, to, next, more - 1);
    };
    take(element.kinds, at, inner, again);
    if (inner === 0) take(["and"], at, 0, (to, next) => take(element.kinds, to, next, again));
  };

  const take = (kinds: string[], at: number, inner: number, then: (at: number, inner: number) => void) => {
    const takeOf = (lexeme: Lexeme, end: number, index: number) => {
      const symbol = lexeme.symbols[index];
      if (!symbol || !kinds.includes(symbol.kind)) return;
      symbols.push(symbol);
      then(end, index + 1 < lexeme.symbols.length ? index + 1 : 0);
      symbols.pop();
    };
    const last = lexemes.at(-1);
    if (inner > 0 && last) return takeOf(last, at, inner);
    if (at > start && !lattice.joined[at]) return;
    for (const lexeme of lattice.lexemes[at] ?? []) {
      lexemes.push(lexeme);
      takeOf(lexeme, at + lexeme.length, 0);
      lexemes.pop();
    }
  };

  step(0, start, 0);
  return found.sort((a, b) => b.end - a.end);
}
