import { dayOf, toInstant, type Clock } from "@/lib/dates";

import { dayAt, dayName, dayNumber, endOfMonth, later, partsOf, weekdayOf } from "./calendar";
import type { End, Rule, Said, When } from "./phrase";
import { momentOf, type Moment } from "./times";

/** A day (2026-11-27) without a time, or an instant (RFC 3339). */
export type Due = { day: string } | { instant: string };

export interface Repetition {
  /** The value of an RRULE (RFC 5545, 3.3.10). */
  rule: string;
  /** The pattern that says the same from the due date on, where one does. */
  pattern?: "daily" | "weekly" | "monthly";
}

export interface Resolved {
  due: Due;
  repetition?: Repetition;
}

/** Returns what words say at a moment; null where they contradict each other or speak of what has passed. */
export function resolve(said: Said, clock: Clock): Resolved | null {
  const moment = momentOf(said.time, said.period);
  if (!moment) return null;
  const { when } = said;
  if (said.rule) return repeated(said, bound(said.rule, when), moment, clock);
  if (when && "instant" in when) {
    return moment === "day" ? { due: { instant: new Date(when.instant(clock.now)).toISOString() } } : null;
  }
  const due = dueOn(when ?? { days: (today) => (moment === "day" ? [today] : [today, today + 1]) }, moment, clock);
  return due && { due };
}

const todayOf = (clock: Clock) => dayNumber(dayOf(clock.now, clock.zone));

const instantOf = (day: number, minutes: number, { zone }: Clock) =>
  toInstant(dayName(day), `${Math.floor(minutes / 60)}:${minutes % 60}`, zone);

/** The first day that can be meant and whose time is still to come. */
function dueOn(when: Extract<When, { days: unknown }>, moment: Moment | "day", clock: Clock): Due | null {
  const today = todayOf(clock);
  const days = when.days(today);
  for (const [i, day] of days.entries()) {
    if (day < today && !when.dated) continue;
    if (moment === "day") {
      if (day === today && i < days.length - 1) continue; // on a Friday, "friday" is the next one
      return { day: dayName(day) };
    }
    const due = timeOn(day, moment, clock, when.sure);
    if (due) return due;
  }
  return null;
}

function timeOn(day: number, moment: Moment, clock: Clock, sure = false): Due | null {
  const today = day === todayOf(clock);
  const times = sure && today && moment.later ? [moment.minutes, moment.minutes + 720] : [moment.minutes];
  for (const minutes of times) {
    const instant = instantOf(day, minutes, clock);
    if (instant && (!today || Date.parse(instant) >= clock.now)) return { instant };
  }
  return moment.soft && today ? { day: dayName(day) } : null;
}

/** "Every week" and "on Monday" are every Monday, and so with a day of the month and of the year. */
function bound(rule: Rule, when: When | undefined): Rule {
  const each = when && "each" in when ? when.each : undefined;
  if (!each || isBound(rule)) return rule;
  const kind = each.weekdays ? "WEEKLY" : each.month ? "YEARLY" : "MONTHLY";
  return rule.freq === kind ? { ...rule, ...each } : rule;
}

/** A repetition from the first day on that it falls on. */
function repeated(said: Said, rule: Rule, moment: Moment | "day", clock: Clock): Resolved | null {
  const due = firstOf(said, rule, moment, clock);
  if (!due) return null;
  const day = dayNumber("day" in due ? due.day : dayOf(due.instant, clock.zone));
  const last = said.end && lastOf(said.end, rule, day, "instant" in due, clock);
  if (last === null) return null;
  const pattern = last === undefined ? patternOf(rule) : undefined;
  return { due, repetition: { rule: written(rule, last), ...(pattern ? { pattern } : {}) } };
}

function firstOf({ when, from }: Said, rule: Rule, moment: Moment | "day", clock: Clock): Due | null {
  const today = todayOf(clock);
  const given = when ?? from;
  if (given && "instant" in given) return null;
  if (when && given) {
    const due = dueOn(given, moment, clock);
    return due && fallsOn(rule, dayNumber("day" in due ? due.day : dayOf(due.instant, clock.zone))) ? due : null;
  }
  const start = given ? Math.max(...given.days(today).slice(0, 1)) : today;
  if (start < today) return null;
  const exact = moment === "day" ? moment : { ...moment, soft: false };
  const on = (day: number) => (exact === "day" ? { day: dayName(day) } : timeOn(day, exact, clock));
  if (!isBound(rule)) return on(start) ?? on(later(start, rule.interval ?? 1, freqs.indexOf(rule.freq)));
  for (let day = start; day < start + 9 * 366; day++) {
    const due = fallsOn(rule, day) ? on(day) : null;
    if (due) return due;
  }
  return null;
}

const freqs = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const isBound = (rule: Rule) => rule.weekdays !== undefined || rule.date !== undefined;

/** Reports whether a rule falls on a day, whatever its interval. */
function fallsOn({ weekdays, which, position, date, month }: Rule, day: number): boolean {
  const at = partsOf(day);
  const last = partsOf(endOfMonth(day)).date;
  if (month !== undefined && at.month !== month) return false;
  if (date !== undefined && at.date !== (date < 0 ? last + 1 + date : date)) return false;
  if (!weekdays) return true;
  if (!weekdays.includes(weekdayOf(day))) return false;
  if (which !== undefined) return Math.ceil((which < 0 ? last + 1 - at.date : at.date) / 7) === Math.abs(which);
  if (position === undefined) return true;
  const all = Array.from({ length: last }, (_, i) => dayAt(at.year, at.month, i + 1));
  return all.filter((other) => weekdays.includes(weekdayOf(other))).at(position < 0 ? position : position - 1) === day;
}

/** The part of a rule that says where it ends; null where that is before it begins. */
function lastOf(end: End, rule: Rule, first: number, timed: boolean, clock: Clock): string | null {
  if ("times" in end) return `COUNT=${end.times}`;
  let until: number;
  if ("until" in end) {
    if ("instant" in end.until) return null;
    const [day] = end.until.days(todayOf(clock));
    if (day === undefined || day < first) return null;
    until = day;
  } else {
    const same = end.unit === freqs.indexOf(rule.freq);
    const weeks = end.unit === 1 && rule.freq === "DAILY" ? 7 : same ? 1 : 0;
    const perUnit = rule.freq === "WEEKLY" ? (rule.weekdays?.length ?? 1) : 1;
    const times = (end.n * weeks * perUnit) / (rule.interval ?? 1);
    if (times >= 1 && Number.isInteger(times)) return `COUNT=${times}`;
    until = later(first, end.n, end.unit) - 1;
  }
  // RFC 5545: a day where the start is one, else in UTC.
  if (!timed) return `UNTIL=${dayName(until).replaceAll("-", "")}`;
  return `UNTIL=${(instantOf(until, 24 * 60 - 1, clock) ?? "").replace(/[-:]|\.\d+/g, "")}`;
}

const names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

function written(rule: Rule, last: string | undefined): string {
  const { freq, interval, weekdays, which = "", position, date, month } = rule;
  return [
    `FREQ=${freq}`,
    interval && `INTERVAL=${interval}`,
    month && `BYMONTH=${month}`,
    date && `BYMONTHDAY=${date}`,
    weekdays && `BYDAY=${weekdays.map((weekday) => `${which}${names[weekday]}`).join(",")}`,
    position && `BYSETPOS=${position}`,
    last,
  ]
    .filter(Boolean)
    .join(";");
}

/** A pattern repeats from the due date on. It takes the last day of a month that has fewer, which a rule leaves out. */
function patternOf({ freq, interval, weekdays, which, position, date }: Rule): Repetition["pattern"] {
  if (interval || which || position) return undefined;
  if (freq === "DAILY") return "daily";
  if (freq === "WEEKLY") return (weekdays ?? [0]).length === 1 ? "weekly" : undefined;
  return freq === "MONTHLY" && (date === undefined || (date > 0 && date <= 28)) ? "monthly" : undefined;
}
