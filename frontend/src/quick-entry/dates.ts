import { dayAt, endOfMonth, later, nextMonday, partsOf, weekdayOf } from "./calendar";
import { exists } from "./literals";
import { phrases, type Said, type When } from "./phrase";

const ahead = (n: number): When => ({ days: (today) => [today + n], certain: true, sure: true });

/** The coming one; on a Friday, "friday" is today where a time that is still to come is said, else the next one. */
const coming = (weekday: number): When => ({
  days: (today) => {
    const n = (weekday - weekdayOf(today) + 7) % 7;
    return n > 0 ? [today + n] : [today, today + 7];
  },
  each: { weekdays: [weekday] },
});

const ofThisWeek = (weekday: number): When => ({
  days: (today) => [today + ((weekday - weekdayOf(today) + 7) % 7)],
  sure: true,
});

/** "Next" is that of the week that begins next Monday. */
const ofNextWeek = (weekday: number): When => ({ days: (today) => [nextMonday(today) + ((weekday + 6) % 7)] });

/** A day of a month; without a year the coming one. */
export function dated(year: number, month: number, date: number, weekday?: number): When | undefined {
  if (!exists(year, month, date)) return undefined;
  if (year > 0) {
    const day = dayAt(year, month, date);
    return weekday === undefined || weekdayOf(day) === weekday ? { days: () => [day], dated: true } : undefined;
  }
  return {
    days: (today) => {
      for (let y = partsOf(today).year; ; y++) {
        const day = dayAt(y, month, date);
        if (day < today || !exists(y, month, date)) continue;
        return weekday === undefined || weekdayOf(day) === weekday ? [day] : [];
      }
    },
    each: { month, date },
  };
}

/** A day of this month, or of the coming one that has it. */
export function ofMonth(date: number, weekday?: number): When | undefined {
  if (date < 1 || date > 31) return undefined;
  return {
    days: (today) => {
      const { year, month } = partsOf(today);
      for (let m = month; ; m++) {
        const day = dayAt(year, m, date);
        if (day < today || partsOf(day).date !== date) continue;
        return weekday === undefined || weekdayOf(day) === weekday ? [day] : [];
      }
    },
    each: { date },
  };
}

function nextUnit(unit: number): When | undefined {
  if (unit === 1) return { days: (today) => [nextMonday(today)] };
  if (unit === 2) return { days: (today) => [endOfMonth(today) + 1] };
  return unit === 3 ? { days: (today) => [dayAt(partsOf(today).year + 1, 1, 1)] } : undefined;
}

function endOf(unit: number, next: boolean): When | undefined {
  const ahead = next ? 1 : 0;
  if (unit === 2) return { days: (today) => [endOfMonth(today, ahead)] };
  return unit === 3 ? { days: (today) => [dayAt(partsOf(today).year + ahead, 12, 31)] } : undefined;
}

const endOfNamed = (month: number): When => ({
  days: (today) => {
    const { year, month: current } = partsOf(today);
    return [dayAt(month < current ? year + 1 : year, month + 1, 0)];
  },
});

function after(n: number, unit: number): When | undefined {
  if (unit <= 3) return n <= 999 ? { days: (today) => [later(today, n, unit)] } : undefined;
  const minutes = unit === 4 ? 60 * n : n;
  const step = (unit === 4 ? 5 : 1) * 60_000; // who says hours does not mean 14:56
  return n <= 999 ? { instant: (now) => Math.ceil((now + minutes * 60_000) / step) * step } : undefined;
}

const said = (when: When | undefined): Said | undefined => when && { when };

/** A number of four digits is a year. */
const yearOf = (n: number | undefined) => (n === undefined ? 0 : n >= 1900 && n < 2200 ? n : -1);

const dayOfMonth = (date: number | undefined, month: number | undefined, year: number | undefined, weekday?: number) =>
  said(yearOf(year) < 0 || !date || !month ? undefined : dated(yearOf(year), month, date, weekday));

const saturday = 6;

export const datePhrases = phrases(
  ["by? on? day", ({ n }) => said(ahead(n("day") ?? 0))],
  ["by? on? day period", ({ n }) => ({ when: ahead(n("day") ?? 0), period: n("period") ?? 0 })],
  ["this period", ({ n }) => ({ when: ahead(0), period: n("period") ?? 0 })],
  ["by? on? weekday", ({ n }) => said(coming(n("weekday") ?? 0))],
  ["by? on? this weekday\nby? on? weekday this", ({ n }) => said(ofThisWeek(n("weekday") ?? 0))],
  ["by? on? the? next weekday\nby? on? weekday next", ({ n }) => said(ofNextWeek(n("weekday") ?? 0))],
  ["by? on? weekday period", ({ n }) => ({ when: coming(n("weekday") ?? 0), period: n("period") ?? 0 })],
  ["by? on? this weekday period", ({ n }) => ({ when: ofThisWeek(n("weekday") ?? 0), period: n("period") ?? 0 })],
  ["by? on? next weekday period", ({ n }) => ({ when: ofNextWeek(n("weekday") ?? 0), period: n("period") ?? 0 })],
  [
    `by? on? weekday of? the? next unit
    by? on? weekday of? the? unit next
    by? next unit on? weekday
    by? the? unit next on? weekday`,
    ({ n }) => (n("unit") === 1 ? said(ofNextWeek(n("weekday") ?? 0)) : undefined),
  ],
  ["by? on? this? the? weekend", ({ all }) => (all("this").length ? said(ofThisWeek(saturday)) : undefined)],
  ["by? on? the? next weekend\nby? on? the? weekend next", () => said(ofNextWeek(saturday))],
  ["by? in|on? the? next unit\nby? in|on? the? unit next", ({ n }) => said(nextUnit(n("unit") ?? 0))],
  ["by? at? end of? this? the? unit", ({ n }) => said(endOf(n("unit") ?? 0, false))],
  ["by? at? end of? next unit\nby? at? end of? the? unit next", ({ n }) => said(endOf(n("unit") ?? 0, true))],
  ["start of? next unit\nstart of? the? unit next", ({ n }) => said(nextUnit(n("unit") ?? 0))],
  ["by? at? end of? month", ({ n }) => said(endOfNamed(n("month") ?? 1))],
  [
    `by? on|onday? the? num of? month
    by? on|onday? weekday the? num of? month`,
    ({ n }) => dayOfMonth(n("num"), n("month"), undefined, n("weekday")),
  ],
  [
    `by? on|onday? the? num of? month of? num
    by? on|onday? weekday the? num of? month of? num`,
    ({ n }) => dayOfMonth(n("num"), n("month"), n("num", 1), n("weekday")),
  ],
  [
    `by? on|onday? the? ord of? month of? num?
    by? on|onday? weekday onday? the? ord of? month of? num?`,
    ({ n }) => dayOfMonth(n("ord"), n("month"), n("num"), n("weekday")),
  ],
  [
    `by? on? month the? ord num?
    by? on? weekday month the? ord num?`,
    ({ n }) => dayOfMonth(n("ord"), n("month"), n("num"), n("weekday")),
  ],
  [
    `by? on? month num num?
    by? on? weekday month num num?`,
    ({ n }) => dayOfMonth(n("num"), n("month"), n("num", 1), n("weekday")),
  ],
  [
    "by? on|onday? weekday? on|onday? date",
    ({ n }) => {
      const date = n("date") ?? 0;
      return said(dated(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100, n("weekday")));
    },
  ],
    [
    "on|by the nth\nby? onday the? nth\nby? onday num",
    ({ n }) => {
      const when = ofMonth(n("nth") ?? n("num") ?? 0);
      return when && { when, bare: true };
    },
  ],
  ["on? weekday onday? the? nth", ({ n }) => said(ofMonth(n("nth") ?? 0, n("weekday")))],
  ["in num|a unit later?\nnum|a unit later", ({ n }) => said(after(n("num") ?? n("a") ?? 0, n("unit") ?? 0))],
);
