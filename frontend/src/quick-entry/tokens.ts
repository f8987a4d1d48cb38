/** A word of a line, with the marks around it that are not of it. */
export interface Token {
  /** Where the word stands in the line, without the marks. */
  start: number;
  end: number;
  word: string;
  /** Brackets and the like before it. */
  open: string;
  /** Punctuation and brackets behind it. */
  close: string;
}

// Not quotation marks: what is quoted is not said.
const opening = new Set("([{¿¡（「『【");
const closing = new Set(".,;:!?…)]}。、，！？；：）」』】।॥،؛؟");
const pairs = new Map(["()", "[]", "{}", "（）", "「」", "『』", "【】"].map(([open, close]) => [open, close]));

/** Returns the words of a line. A word of marks alone is one. */
export function tokensOf(line: string): Token[] {
  return Array.from(line.matchAll(/\S+/gu), ({ 0: word, index }) => {
    let from = 0;
    let to = word.length;
    while (from < to && opening.has(word.charAt(from))) from++;
    while (to > from && closing.has(word.charAt(to - 1))) to--;
    if (from === to || /^!+$/u.test(word)) [from, to] = [0, word.length];
    return {
      start: index + from,
      end: index + to,
      word: word.slice(from, to),
      open: word.slice(0, from),
      close: word.slice(to),
    };
  });
}

/**
 * Returns the line without the words that are taken. Brackets around them go with them; other marks go to the words
 * before and after.
 */
export function without(tokens: readonly Token[], taken: ReadonlySet<number>): string {
  let line = "";
  let open = "";
  for (let i = 0; i < tokens.length; i++) {
    const stretch: Token[] = [];
    for (let token = tokens[i]; token && taken.has(i); token = tokens[++i]) stretch.push(token);
    const token = tokens[i];
    if (stretch.length > 0) {
      const marks = marksOf(stretch);
      const close = line ? marks.close : "";
      if ((close || !token) && !marks.open) line = line.replace(/[,;:]$/, "");
      line += close;
      open = marks.open;
    }
    if (token) line += (line ? " " : "") + open + token.open + token.word + token.close;
    else if (open) line += ` ${open}`;
    open = "";
  }
  return line.trim();
}

/** The marks that are left of words which go: brackets without their pair, and what ends the last of them. */
function marksOf(stretch: Token[]): { open: string; close: string } {
  const open: string[] = [];
  let close = "";
  for (const [i, token] of stretch.entries()) {
    open.push(...token.open);
    for (const mark of token.close) {
      const pair = open.findLastIndex((opened) => pairs.get(opened) === mark);
      if (pair >= 0) open.splice(pair, 1);
      else if (i === stretch.length - 1 || [...pairs.values()].includes(mark)) close += mark;
    }
  }
  return { open: open.join(""), close: open.length > 0 ? close.replace(/^[,;:]/, "") : close };
}
