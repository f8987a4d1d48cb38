import { TZDate } from "@date-fns/tz";
import { addMonths } from "date-fns";

import { dayOf, startOf, toInstant, type Clock } from "@/lib/dates";
import type { Recurrence } from "@/tasks/task";

/** What may stand before a word and after it without being of it; not quotation marks, what is quoted is not said. */
export const opening = String.raw`(\[{¿¡（「『【`;
export const closing = String.raw`.,;:!?…)\]}。、，！？；：）」』】।॥،؛؟`;

/** Words that follow each other and say when, or how often; from start up to end of a text. */
export interface Run {
  start: number;
  end: number;
  day?: Day;
  time?: Time;
  every?: Recurrence;
}

interface Time {
  hour: number;
  minute: number;
  /** Reports whether the same hour of the afternoon can be meant. */
  loose: boolean;
  /** Reports whether it is a time of the day wherever it stands. */
  clear: boolean;
}

interface Day {
  /** Reports whether the word is a day's and hardly ever a name's, as Friday is. */
  certain: boolean;
  /** Returns the instant, or null where there is none that is still to come. */
  due: (time: Time | undefined, clock: Clock) => string | null;
}

type Part = Pick<Run, "day" | "time" | "every">;

const ends = String.raw`(?=[${closing}]*(?:\s|$))`;
const begins = String.raw`(?:^|\s)[${opening}]*`;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const weekday = weekdays.join("|");
const unitToRecurrence: Record<string, Recurrence> = { day: "daily", week: "weekly", month: "monthly" };

// Words of time beside a phrase that are no part of it: then it means something else, and is left whole.
const temporal = [
  `(?:${weekday})s?|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|yesterday|today|tomorrow|tom|tonight`,
  "(?:week|work)?days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|hours?|hrs?|minutes?|mins?|times",
  "mornings?|noon|afternoons?|midday|evenings?|nights?|midnight|daily|weekly|monthly|yearly|o['’]clock",
  "january|february|april|june|july|august|september|october|november|december",
  "jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec",
  String.raw`(?:march|mar|may) \d{1,2}|\d{1,2} (?:march|mar|may)|\d{1,2}(?:st|nd|rd|th)|20\d\d-\S+`,
  String.raw`\d{1,2}(?:[:h]\S*|\.[0-5]\d\S*| ?[ap]\.?m\S*|[-–—]\d\S*)`,
].join("|");
const joining =
  "and|or|to|on|in|at|of|by|from|until|till|through|before|after|around|about|except|but|starting|[-–—&+/]";
const counting = String.raw`next|last|this|that|the|an?|every|each|other|first|second|third|\d+`;
const looseEnd = String.raw`(?:[${closing}]*$| (?:with|for|about|${joining})\s| (?:${temporal})${ends})`;
const wordsAfter = (more = "") =>
  new RegExp(
    [
      String.raw`^,? (?:(?:${joining}${more}) )?(?:(?:${counting}) )*(?:${temporal})${ends}`,
      String.raw`^,? (?:(?:${joining}) )?\d{1,2}${looseEnd}`,
      String.raw`^,? (?:at|by|around|about|from|until|till|before|after|to) \d`,
    ].join("|"),
    "iu",
  );
const afterDay = wordsAfter();
const afterRule = wordsAfter("|for"); // "every day for 4 weeks" ends; "tomorrow for 4 weeks" begins
const before = new RegExp(
  [
    `${begins}(?:${temporal}),? (?:(?:${joining}) )?$`,
    `${begins}(?:every|each|other|second|last|past|previous|following|coming|once|twice) $`,
    `${begins}(?:early|late|later|sometime|starting) $`,
    `${begins}(?:for|from|to|until|till|since|before|after|of|about|around|than|between|through|except|like|not) $`,
    `${begins}(?:the|an?|my|our|your|his|her|their|one|any|some|no|all|black|good|cyber|easter|ash|palm) $`,
  ].join("|"),
  "iu",
);
const unknownRule = new RegExp(`${begins}(?:every|each) (?:(?:${counting}|single|few) )*(?:${temporal})${ends}`, "iu");

/** Each phrase, and what it says; undefined where its words do not say it after all. */
const phrases: [pattern: string, says: (found: RegExpExecArray, text: string) => Part | undefined][] = [
  [`every (${weekday})`, ([, name]) => ({ every: "weekly", day: dayOfWeek(name, "every") })],
  ["every (day|week|month)", ([, unit = ""]) => ({ every: unitToRecurrence[unit.toLowerCase()] ?? "daily" })],
  ["(?:by )?(?:the )?day after tomorrow", () => ({ day: ahead(2) })],
  ["(?:by )?(today|tomorrow)", ([, name]) => ({ day: ahead(name?.toLowerCase() === "today" ? 0 : 1) })],
  [`(?:(?:on|by) )?(?:(this|next) )?(${weekday})`, ([, which, name]) => ({ day: dayOfWeek(name, which ?? "") })],
  ["(?:by )?next week", () => ({ day: dayOfWeek("monday", "next") })],
  [String.raw`in (\d{1,3}) (day|week|month)s?`, ([, n, unit = ""]) => ({ day: later(Number(n), unit.toLowerCase()) })],
  [String.raw`(?:(?:on|by) )?(20\d\d-\d\d-\d\d)`, ([, day = ""]) => (exists(day) ? { day: dated(day) } : undefined)],
  [String.raw`(?:(at|by) )?(?:(noon|midnight)|(\d{1,2})(?:([:.])(\d\d))?(?: ?([ap])(?:m|\.m\.?))?)`, timeOf],
];
const compiled = phrases.map(([pattern, says]) => [new RegExp(pattern + ends, "iuy"), says] as const);
// What may follow a bare hour.
const beginning = `with|for|about|on|in|by|next|this|every|today|tomorrow|day|${weekday}|20\\d\\d-`;
const follows = new RegExp(`^(?:[${closing}]*$|,? (?:${beginning}))`, "iu");

function timeOf(found: RegExpExecArray, text: string): Part | undefined {
  const [words, at, name, digits, separator, minutes, half] = found;
  if (name) {
    const [hour, minute] = name.toLowerCase() === "noon" ? [12, 0] : [23, 59]; // a day's midnight is its end
    return { time: { hour, minute, loose: false, clear: at !== undefined } };
  }
  const hour = Number(digits);
  const minute = Number(minutes ?? 0);
  if (hour > 23 || minute > 59 || (half && (hour > 12 || hour === 0))) return undefined;
  if (half) {
    const noon = half.toLowerCase() === "p" ? 12 : 0;
    return { time: { hour: (hour % 12) + noon, minute, loose: false, clear: true } };
  }
  if (minutes === undefined) {
    // A bare number is an hour where it can be nothing else; that before seven is of the afternoon.
    if (!at || !follows.test(text.slice(found.index + words.length))) return undefined;
    const early = hour >= 1 && hour < 7;
    return { time: { hour: early ? hour + 12 : hour, minute, loose: hour >= 7 && hour < 12, clear: false } };
  }
  if (separator === "." && !at) return undefined; // a number
  const loose = hour >= 1 && hour < 12 && !digits?.startsWith("0");
  return { time: { hour, minute, loose, clear: at !== undefined } };
}

/**
 * The instant of a time on a day, which today has to be still to come. Where today is meant for certain, a morning's
 * hour that has passed can mean that of the afternoon.
 */
function at(day: string, time: Time | undefined, clock: Clock, certain = false): string | null {
  if (!time) return toInstant(day, "", clock.zone);
  const today = day === dayOf(clock.now, clock.zone);
  for (const hour of certain && time.loose ? [time.hour, time.hour + 12] : [time.hour]) {
    const due = toInstant(day, `${hour}:${time.minute}`, clock.zone);
    if (due && (!today || Date.parse(due) >= clock.now)) return due;
  }
  return null;
}

const dayAhead = (days: number, clock: Clock) => dayOf(startOf(clock, days), clock.zone);

function ahead(days: number): Day {
  return { certain: true, due: (time, clock) => at(dayAhead(days, clock), time, clock, true) };
}

/** A day of the week: the coming one, "next" that of the week that begins next Monday. */
function dayOfWeek(name = "", which: string): Day {
  const wanted = weekdays.indexOf(name.toLowerCase());
  const due = (time: Time | undefined, clock: Clock) => {
    const today = new TZDate(clock.now, clock.zone).getDay();
    const monday = 7 - ((today + 6) % 7); // days until it
    if (which.toLowerCase() === "next") return at(dayAhead(monday + ((wanted + 6) % 7), clock), time, clock);
    const days = (wanted - today + 7) % 7;
    if (days > 0) return at(dayAhead(days, clock), time, clock);
    if (which.toLowerCase() === "this") return at(dayAhead(0, clock), time, clock, true);
    // On a Friday, "friday" alone is the next one.
    const still = time || which ? at(dayAhead(0, clock), time, clock) : null;
    return still ?? at(dayAhead(7, clock), time, clock);
  };
  return { certain: false, due };
}

function later(n: number, unit: string): Day {
  const day = (clock: Clock) => {
    if (unit !== "month") return dayAhead(unit === "week" ? 7 * n : n, clock);
    return dayOf(addMonths(new TZDate(startOf(clock), clock.zone), n).getTime(), clock.zone);
  };
  return { certain: false, due: (time, clock) => at(day(clock), time, clock) };
}

function dated(day: string): Day {
  return { certain: false, due: (time, { zone }) => toInstant(day, time ? `${time.hour}:${time.minute}` : "", zone) };
}

/** Reports whether a day of the form 2026-02-28 is in the calendar. */
function exists(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The instant that runs of one line speak of together; without a day, that of the first repetition from today on. */
export function dueOf(runs: Run[], clock: Clock): string | null {
  const time = runs.find((run) => run.time)?.time;
  const day = runs.find((run) => run.day)?.day;
  if (day) return day.due(time, clock);
  const units = Object.keys(unitToRecurrence);
  const unit = units.find((unit) => runs.some((run) => run.every === unitToRecurrence[unit])) ?? "day";
  return later(0, unit).due(time, clock) ?? later(1, unit).due(time, clock);
}

/**
 * The runs of a text that can be taken out of it. Words of time beside a run that are not understood leave it whole,
 * and so do two runs that contradict each other; of several days the one that is certain counts.
 */
export function runsOf(text: string): Run[] {
  const runs: (Run & { whole: boolean })[] = [];
  for (const word of text.matchAll(new RegExp(String.raw`(?<=^|\s)[${opening}]*`, "gu"))) {
    const start = word.index + word[0].length;
    if (start < (runs.at(-1)?.end ?? 0)) continue;
    const run = runAt(text, start);
    if (run) runs.push(run);
  }
  const whole = runs.filter((run) => run.whole);
  const rest = runs.reduce((text, run) => (run.every ? blank(text, run.start, run.end) : text), text);
  const rules = whole.filter((run) => run.every);
  let days = whole.filter((run) => run.day);
  if (rules.length > 1 || unknownRule.test(rest)) return [];
  if (days.length > 1) {
    const certain = days.filter((run) => run.day?.certain && !run.every);
    if (certain.length !== 1 || days.some((run) => run.every)) return [];
    days = certain;
  }
  const taken = [...new Set([...rules, ...days])];
  const timed = taken.filter((run) => run.time).length;
  const times = whole.filter((run) => !run.day && !run.every && run.time?.clear);
  if (timed > 1) return [];
  if (timed === 0 && taken.length > 0 && times.length === 1) taken.push(...times);
  return taken.sort((a, b) => a.start - b.start);
}

function runAt(text: string, start: number): (Run & { whole: boolean }) | undefined {
  const parts: Part[] = [];
  let end = start;
  for (let from = start; ; ) {
    const part = partAt(text, from);
    if (!part) break;
    parts.push(part);
    end = part.end;
    const next = /^,? (?=\S)/.exec(text.slice(end));
    if (!next) break;
    from = end + next[0].length;
  }
  if (parts.length === 0) return undefined;
  const run = Object.assign({ start, end }, ...parts, { end }) as Run;
  const once = (["day", "time", "every"] as const).every((kind) => parts.filter((part) => part[kind]).length <= 1);
  const after = run.every ? afterRule : afterDay;
  const said = text.slice(Math.max(0, start - 80), start); // longer than any words that veto
  return { ...run, whole: once && !before.test(said) && !after.test(text.slice(end)) };
}

function partAt(text: string, from: number): (Part & { end: number }) | undefined {
  for (const [pattern, says] of compiled) {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    const part = found && says(found, text);
    if (part) return { ...part, end: from + found[0].length };
  }
  return undefined;
}

/** A text with a stretch of it made into one word that means nothing. */
export function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + "·".repeat(end - start) + text.slice(end);
}
