import { TZDate } from "@date-fns/tz";
import { addDays, startOfDay } from "date-fns";

/** A moment, and the time zone that days are counted in. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: number;
  /** IANA name. */
  zone: string;
}

/** Returns the calendar day of an instant in a zone, as 2026-11-25. */
export function dayOf(instant: string | number, zone: string): string {
  const date = new TZDate(new Date(instant).getTime(), zone);
  return [date.getFullYear().toString().padStart(4, "0"), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
}

const pad = (n: number) => String(n).padStart(2, "0");

const starts = new WeakMap<Clock, Map<number, number>>(); // by days: each of many tasks is held against them

/** Returns when the day that is `days` after today starts in the clock's zone, in milliseconds since 1970. */
export function startOf(clock: Clock, days = 0): number {
  const computed = starts.get(clock) ?? new Map<number, number>();
  const start = computed.get(days) ?? addDays(startOfDay(new TZDate(clock.now, clock.zone)), days).getTime();
  starts.set(clock, computed.set(days, start));
  return start;
}

const ends = new Map<string, number>(); // by zone and day: each of many tasks is compared with others

/** Returns the last millisecond of a day (2026-11-25) in a zone, as the backend has it, in milliseconds since 1970. */
export function endOf(day: string, zone: string): number {
  const key = `${zone} ${day}`;
  let end = ends.get(key);
  if (end === undefined) {
    const [year = NaN, month = NaN, date = NaN] = day.split("-").map(Number);
    end = new TZDate(year, month - 1, date + 1, zone).getTime() - 1;
    ends.set(key, end);
  }
  return end;
}

/** Returns the instant (RFC 3339) of a day (2026-11-25) and a time (09:30) in a zone, null when either is malformed. */
export function toInstant(day: string, time: string, zone: string): string | null {
  const [year, month, date] = day.split("-").map(Number);
  const [hours, minutes] = time.split(":").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  if (hours === undefined || minutes === undefined) return null;
  const at = new TZDate(year, month - 1, date, hours, minutes, zone).getTime();
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Returns the day and the time of an instant in a zone. */
export function dayAndTime(instant: string, zone: string): { day: string; time: string } {
  const date = new TZDate(new Date(instant).getTime(), zone);
  return { day: dayOf(instant, zone), time: `${pad(date.getHours())}:${pad(date.getMinutes())}` };
}

/** Formats an instant in full, with its zone. */
export function formatFull(instant: string, zone: string, locale: string): string {
  return `${formatInstant(instant, zone, locale, { dateStyle: "full", timeStyle: "short" })} (${zone})`;
}

/** Formats an instant in a zone with the given options of Intl. */
export function formatInstant(
  instant: string,
  zone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(new Date(instant));
}

/** Formats a day (2026-11-25) with the given options of Intl. */
export function formatDay(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return formatInstant(`${day}T00:00:00Z`, "UTC", locale, options);
}

/** Returns the local time of a zone, such as "Wednesday, 17:05". */
export function timeIn(zone: string, now: number, locale: string): string {
  const options = { timeZone: zone, weekday: "long", hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale, options).format(now);
}
