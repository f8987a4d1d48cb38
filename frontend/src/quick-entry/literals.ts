import type { Sym } from "./language";

/** How numbers of a line are read. */
export interface Forms {
  /** Reports whether 5/6 is the sixth of May. */
  monthFirst: boolean;
  /** What follows the digits of an ordinal number. */
  ordinal: RegExp;
}

const clock = /^(\d{1,2})(?:([:.])([0-5]\d)|([hu])([0-5]\d)?)?(?:([ap])\.?m?)?$/;
const timeLike = /^\d{1,2}(?:[:h]\d|\.\d\d[ap]|[ap]\.?m?$|(?::\d\d)?[ap]?m?[-–—]\d)|^(?:19|20|21)\d\d-/;

/** A day of the calendar as one number; without a year it is that of the coming one. */
export const dateNumber = (year: number, month: number, day: number) => (year * 100 + month) * 100 + day;

/** Returns what a word of digits stands for, "junk" where it is a date or a time that does not exist. */
export function literal(word: string, close: string, forms: Forms): { symbol: Sym; weak: number }[] {
  const lower = word.toLowerCase();
  if (!/^\d/.test(lower)) return [];
  if (/^\d{1,4}$/.test(lower)) {
    const n = Number(lower);
    const number = { symbol: { kind: "num", n }, weak: 0 };
    return close.startsWith(".") && n <= 31 && forms.ordinal.test(".") ? [number, ...ordinals(n)] : [number];
  }
  const ordinal = /^(\d{1,2})([^\d].*)$/.exec(lower);
  if (ordinal && forms.ordinal.test(ordinal[2] ?? "")) return ordinals(Number(ordinal[1]));
  const symbol = dateOf(lower, close, forms) ?? timeOf(lower);
  if (symbol) return [{ symbol, weak: symbol.kind === "date" && symbol.n < 10_000 ? 1 : 0 }];
  return timeLike.test(lower) ? [{ symbol: { kind: "junk", n: 0 }, weak: 0 }] : [];
}

/** An ordinal number; of digits, and so ("nth") that of a day wherever it stands. */
const ordinals = (n: number) => ["ord", "nth"].map((kind) => ({ symbol: { kind, n }, weak: 0 }));

function timeOf(word: string): Sym | undefined {
  const [, digits, separator, colonMinutes, letter, letterMinutes, half] = clock.exec(word) ?? [];
  if (!digits || !(separator || letter || half)) return undefined;
  if (letter && half) return undefined;
  const hour = Number(digits);
  const minutes = Number(colonMinutes ?? letterMinutes ?? 0);
  if (half) {
    if (hour > 12 || hour === 0) return undefined;
    return { kind: "clock", n: ((hour % 12) + (half === "p" ? 12 : 0)) * 60 + minutes };
  }
  if (hour > 23) return undefined;
  const kind = separator === "." ? "dotted" : "clock";
  return { kind, n: hour * 60 + minutes, twelve: hour >= 1 && hour <= 12 && !digits.startsWith("0") };
}

/** A date of digits: 2026-12-31, 31/12, 12/31/2026, 31.12., 31.12.2026, 31-12-2026. */
function dateOf(word: string, close: string, { monthFirst }: Forms): Sym | undefined {
  const date = (year: number, month: number, day: number): Sym | undefined =>
    exists(year, month, day) ? { kind: "date", n: dateNumber(year, month, day) } : undefined;
  const iso = /^((?:19|20|21)\d\d)-(\d\d)-(\d\d)$/.exec(word);
  if (iso) return date(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d\d|(?:19|20|21)\d\d))?$/.exec(word);
  if (!parts || word === "24/7") return undefined;
  const [, first, separator, second, written] = parts;
  const [a, b] = [Number(first), Number(second)];
  const year = written === undefined ? 0 : Number(written) + (written.length === 2 ? 2000 : 0);
  if (separator === "-" && written?.length !== 4) return undefined;
  if (separator === "." && !year && !close.startsWith(".")) return undefined; // 5.6 is a number
  if (separator !== "/") return date(year, b, a);
  return monthFirst ? (date(year, a, b) ?? date(year, b, a)) : (date(year, b, a) ?? date(year, a, b));
}

/** Reports whether a day is in the calendar; without a year (0), of some year. */
export function exists(year: number, month: number, day: number): boolean {
  const at = new Date(Date.UTC(year || 2028, month - 1, day));
  return day > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}
