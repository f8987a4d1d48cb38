import { Lexer, Tokenizer, type Token, type Tokens } from "marked";

export type { Token };
export type ListItem = Tokens.ListItem;

/** The longest text that is read, in UTF-16 units: no description that the backend takes is longer. */
const longest = 2000;
/** How deep lists, quotes and emphasis lie in each other; deeper ones are left as they were typed. */
const deepest = 8;

/** marked's own rules, but for what nobody means who writes a note: a line of text above one of dashes as a heading. */
class Rules extends Tokenizer {
  private depth = 0;

  override lheading = () => undefined;
  override blockquote = (src: string) => this.inside(() => super.blockquote(src));
  override list = (src: string) => this.inside(() => super.list(src));
  override link = (src: string) => this.inside(() => super.link(src));
  override emStrong = (...given: Parameters<Tokenizer["emStrong"]>) => this.inside(() => super.emStrong(...given));
  override del = (...given: Parameters<Tokenizer["del"]>): Tokens.Del | undefined =>
    given[0].startsWith("~~") ? this.inside(() => super.del(...given)) : undefined; // "~5 to ~7" is about figures

  private inside<T>(read: () => T | undefined): T | undefined {
    if (this.depth === deepest) return undefined;
    this.depth++;
    const token = read();
    this.depth--;
    return token;
  }
}

/** Returns the blocks of a text of Markdown, undefined for one that is too long. The end of a line ends a line. */
export function blocksOf(text: string): Token[] | undefined {
  if (text.length > longest) return undefined;
  try {
    return new Lexer({ gfm: true, breaks: true, tokenizer: new Rules() }).lex(text);
  } catch {
    return undefined; // the lexer gives up on a text that its rules cannot read
  }
}
