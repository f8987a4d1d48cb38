import { phrases, type Rule, type Said, type Says, type Symbols } from "./phrase";

const freqs = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
const [day, week, month, year] = [0, 1, 2, 3];
const saturday = 6;
const workdays = [1, 2, 3, 4, 5];
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]; // months

/** What the symbols say, where they speak of a unit. */
const ofUnit =
  (unit: number, says: Says): Says =>
  (symbols, match) =>
    symbols.n("unit") === unit ? says(symbols, match) : undefined;

/** What the symbols say, where their second unit is a day. */
const ofDay =
  (says: Says): Says =>
  (symbols, match) =>
    symbols.n("unit", 1) === day ? says(symbols, match) : undefined;

/** What the symbols say, where the month is every month. */
const ofEveryMonth =
  (says: Says): Says =>
  (symbols, match) =>
    symbols.n("ofmonth") === 1 ? says(symbols, match) : undefined;

const spaced = (interval: number) => (interval > 1 ? { interval } : {});
const isInterval = (n: number) => n > 0 && n < 1000;

function every(interval: number | undefined, unit: number | undefined): Said | undefined {
  const freq = freqs[unit ?? -1];
  return freq && interval && isInterval(interval) ? { rule: { freq, ...spaced(interval) } } : undefined;
}

const weekly = (weekdays: number[], interval = 1): Said | undefined =>
  isInterval(interval)
    ? { rule: { freq: "WEEKLY", ...spaced(interval), weekdays: [...new Set(weekdays)].sort(fromMonday) } }
    : undefined;

const fromMonday = (a: number, b: number) => ((a + 6) % 7) - ((b + 6) % 7);

const monthly = (rule: Partial<Rule>): Said => ({ rule: { freq: "MONTHLY", ...rule } });

/** The number of a day, of a week or of a working day in the month; the last is -1. */
function numberIn({ n }: Symbols, most: number): number | undefined {
  const number = n("ord") ?? n("nth") ?? n("num") ?? 0;
  return number === -1 || (number >= 1 && number <= most) ? number : undefined;
}

const onDate: Says = (symbols) => {
  const date = numberIn(symbols, 31);
  return date === undefined ? undefined : monthly({ date });
};

/** A date without its month, which a word behind it would make the number of something else. */
const onDateAlone: Says = (symbols, match) => {
  const said = onDate(symbols, match);
  return said && { ...said, bare: true };
};

const onWeekday: Says = (symbols) => {
  const which = numberIn(symbols, 5);
  return which === undefined ? undefined : monthly({ weekdays: symbols.all("weekday"), which });
};

const onWorkday: Says = (symbols) => {
  const position = numberIn(symbols, 20);
  return position === undefined ? undefined : monthly({ weekdays: workdays, position });
};

const onDayOfYear: Says = ({ n }) => {
  const [date = 0, month = 1] = [n("ord") ?? n("num"), n("month")];
  const valid = (n("unit") ?? year) === year && date >= 1 && date <= (longest[month - 1] ?? 0);
  return valid ? { rule: { freq: "YEARLY", month, date } } : undefined;
};

export const rulePhrases = phrases(
  ["every unit", ({ n }) => every(1, n("unit"))],
  ["every num unit", ({ n }) => every(n("num"), n("unit"))],
  ["every other num unit", ({ n }) => every(n("num"), n("unit"))],
  ["every ord unit", ({ n }) => (n("ord") === 1 ? undefined : every(n("ord"), n("unit")))],
  ["every other unit\nevery|a? unit alternate", ({ n }) => every(2, n("unit"))],

  ["every weekday*", ({ all }) => weekly(all("weekday"))],
  [
    "every weekday and? every weekday\nevery weekday and? every weekday and? every weekday",
    ({ all }) => weekly(all("weekday")),
  ],
  ["every weekday to weekday", ({ all }) => weekly(range(all("weekday")))],
  ["every other weekday*\nevery|a? weekday alternate", ({ all }) => weekly(all("weekday"), 2)],
  ["every num weekday*", ({ all, n }) => weekly(all("weekday"), n("num"))],
  ["every num? unit on? weekday*", ofUnit(week, ({ all, n }) => weekly(all("weekday"), n("num")))],
  ["every other unit on? weekday*", ofUnit(week, ({ all }) => weekly(all("weekday"), 2))],
  ["every workday", () => weekly(workdays)],
  ["every weekend", () => weekly([saturday])],
  ["every other weekend", () => weekly([saturday], 2)],
  ["every weekday period", ({ n, all }) => ({ ...weekly(all("weekday")), period: n("period") ?? 0 })],
  ["every period", ({ n }) => ({ rule: { freq: "DAILY" }, period: n("period") ?? 0 })],

  ["every onday? nth\nevery onday num", onDateAlone],
  ["every onday? ord ofmonth\nevery onday num ofmonth\nevery num ofmonth", onDate],
  ["on|onday? the? ord ofmonth\nonday num ofmonth", ofEveryMonth(onDate)],
  ["every unit on|onday the? nth\nevery unit onday num", ofUnit(month, onDateAlone)],
  ["every unit on|onday? the? ord unit", ofUnit(month, ofDay(onDate))],
  ["every ord unit ofmonth", ofUnit(day, onDate)],
  ["on|onday? the? ord unit ofmonth", ofEveryMonth(ofUnit(day, onDate))],
  ["every unit on|onday? the? ord weekday", ofUnit(month, onWeekday)],
  ["every ord weekday ofmonth", onWeekday],
  // "Every second Monday" can be every other one.
  ["every ord weekday", (symbols, match) => (isEnd(symbols.n("ord")) ? onWeekday(symbols, match) : undefined)],
  ["on|onday? the? ord weekday ofmonth", ofEveryMonth(onWeekday)],
  ["every ord workday ofmonth", onWorkday],
  ["on|onday? the? ord workday ofmonth", ofEveryMonth(onWorkday)],

  ["every unit? on|onday? the? ord|num of? month\nevery unit? on? month the? ord|num", onDayOfYear],
);

const isEnd = (n: number | undefined) => n === 1 || n === -1;

const range = ([from = 0, to = 0]: number[]) =>
  Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7);

export const endPhrases = phrases(
  ["for num times\nnum times", ({ n }) => (isInterval(n("num") ?? 0) ? { end: { times: n("num") ?? 1 } } : undefined)],
  [
    "for num|a unit",
    ({ n }) => {
      const [count = 0, unit = year + 1] = [n("num") ?? n("a"), n("unit")];
      return isInterval(count) && unit <= year ? { end: { n: count, unit } } : undefined;
    },
  ],
);
