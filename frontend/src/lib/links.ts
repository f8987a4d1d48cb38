/** A part of a text; with an address where it is one that can be opened. */
export interface Part {
  text: string;
  href?: string;
}

// Not what turns the direction of a text, or is not seen in it.
const address = /(?<![\p{L}\p{N}_])https?:\/\/[^\s\p{Cc}\p{Cf}<>"“”„«»「」『』]+/giu;
const marks = /[.,;:!?…'’*_~。、，．！？；：]$/u;
const brackets = ["()", "[]", "{}", "（）", "【】"];

/** Returns a text in parts. Addresses of http and https are links, without the marks that stand behind them. */
export function partsOf(text: string): Part[] {
  if (!text.includes("://")) return [{ text }];
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(address)) {
    const shown = trimmed(match);
    const href = hrefOf(shown);
    if (!href) continue;
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push({ text: shown, href });
    end = index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Returns an address without the marks behind it; a bracket is of it where it was opened in it. */
function trimmed(address: string): string {
  const pair = brackets.find(([, close]) => close && address.endsWith(close));
  const count = (mark = "") => address.split(mark).length;
  const isOpen = pair !== undefined && count(pair[1]) > count(pair[0]);
  return marks.test(address) || isOpen ? trimmed(address.slice(0, -1)) : address;
}

function hrefOf(address: string): string | undefined {
  try {
    return new URL(address).href;
  } catch {
    return undefined; // "http://" alone, say
  }
}
