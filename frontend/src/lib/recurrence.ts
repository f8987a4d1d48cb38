import { TZDate } from "@date-fns/tz";
import type { RRule } from "rrule";

const day = 86_400_000; // milliseconds
const century = 36_525 * day;

/**
 * Returns when a recurrence rule (RFC 5545, such as FREQ=WEEKLY;BYDAY=MO) that starts at an instant next recurs in a
 * zone, as RFC 3339: n times at most, after the start and within a hundred years. For a day without a time, start is
 * its midnight in UTC, and the zone is UTC. What is not a rule is an error.
 *
 * It shows what the backend is going to do, whose calculator is shared/recurrence. The rules are the library's, whose
 * mistakes are mended here; recurrence.test.ts holds both sides against each other.
 */
export async function nextDates(rule: string, start: string, zone: string, n: number): Promise<string[]> {
  const { RRule } = await import("rrule");
  const { count, until, bysetpos, ...parts } = RRule.parseString(rule);
  const startsAt = Date.parse(start);
  const local = localOf(startsAt, zone);
  const time = ((local % day) + day) % day;
  const first = local - time;
  // Here UNTIL is in UTC, and is compared with the instant, not with local time. As a day it is a local day.
  const lastAt = Math.min(startsAt + century, until && /UNTIL=\d+T/i.test(rule) ? until.getTime() : Infinity);
  const lastDay = Math.min(lastAt + 2 * day, until?.getTime() ?? Infinity);

  const dates: string[] = [];
  let left = count ?? Infinity;
  let previous = startsAt;
  const take = (date: number) => {
    if (date < first) return true;
    const at = instantOf(date + time, zone);
    if (at > lastAt || date > lastDay) return false;
    if (at > previous) {
      dates.push(new Date(at).toISOString());
      previous = at; // a day that a zone skips falls on the next
    }
    return dates.length < n && --left > 0;
  };
  const rrule = new RRule({ ...parts, dtstart: new Date(first) }, true);
  eachDay(rrule, [bysetpos ?? []].flat(), lastDay, take);
  return dates;
}

/** Calls take with the days of a rule, as their midnights in UTC, until it returns false or the last day has passed. */
function eachDay(rrule: RRule, positions: number[], lastDay: number, take: (date: number) => boolean) {
  const { options } = rrule;
  const [yearly, monthly, weekly] = [0, 1, 2]; // the library's numbers
  const first = options.dtstart;

  // BYDAY=SU,1MO is every Sunday, and the first Monday. The library takes the days that are both.
  if (options.byweekday?.length && options.bynweekday?.length) {
    const last = options.freq === yearly && !options.bymonth?.length ? 53 : 5;
    for (const weekday of options.byweekday) {
      for (let n = 1; n <= last; n++) options.bynweekday.push([weekday, n]);
    }
    options.byweekday = [];
  }

  // The library searches up to the year 9999, for seconds. This option it reads once for each day that it looks at.
  const { bynmonthday } = options;
  let days = (lastDay - first.getTime()) / day / options.interval + 2 * 366;
  Object.defineProperty(options, "bynmonthday", {
    get: () => {
      if (days-- < 0) throw new TooFar();
      return bynmonthday;
    },
  });

  // BYSETPOS=-5 is nothing in a set of four, where the library takes the first; BYSETPOS=1,-1 is one day in a set of
  // one, where it counts two; and the set of the first week begins before the start, where it cuts it.
  const periodOf = (date: Date) => {
    if (options.freq === yearly) return Date.UTC(date.getUTCFullYear(), 0);
    if (options.freq === monthly) return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    if (options.freq === weekly) return date.getTime() - ((date.getUTCDay() + 6 - options.wkst) % 7) * day;
    return date.getTime();
  };
  let period = NaN;
  let set: number[] = [];
  const takeSet = (date: Date) => {
    const same = periodOf(date) === period;
    const going = same || picked(set, positions).every(take);
    period = periodOf(date);
    set = same ? [...set, date.getTime()] : [date.getTime()];
    return going;
  };

  if (positions.length > 0) options.dtstart = new Date(periodOf(first));
  try {
    rrule.all(positions.length > 0 ? takeSet : (date) => take(date.getTime()));
  } catch (error) {
    if (!(error instanceof TooFar)) throw error;
  }
}

class TooFar extends Error {}

/** The elements of an ordered set at positions that count from 1, or from the end. */
function picked(set: number[], positions: number[]): number[] {
  const picks = new Set(positions.map((n) => set.at(n > 0 ? n - 1 : n)));
  return set.filter((date) => picks.has(date));
}

/** What clocks in a zone show at an instant, as the instant at which those of UTC do. */
function localOf(at: number, zone: string): number {
  return at - new TZDate(at, zone).getTimezoneOffset() * 60_000;
}

/**
 * The instant at which clocks in a zone show a local time: the first if there are two, and in a gap the one by the
 * offset before it.
 */
function instantOf(local: number, zone: string): number {
  const by = (neighbor: number) => local - (localOf(neighbor, zone) - neighbor);
  const first = by(local - day);
  if (localOf(first, zone) === local) return first;
  const second = by(local + day);
  return localOf(second, zone) === local ? second : first;
}
