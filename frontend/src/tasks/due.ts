import { TZDate } from "@date-fns/tz";
import { addDays, differenceInCalendarDays, startOfDay } from "date-fns";

import type { Clock, Task } from "@/tasks/task";

/** A day of the calendar in a zone, as 2026-11-25. */
export function dayOf(instant: string | number, zone: string): string {
  const date = new TZDate(new Date(instant).getTime(), zone);
  return [date.getFullYear().toString().padStart(4, "0"), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
}

const pad = (n: number) => String(n).padStart(2, "0");

/** The start of the day that is so many days after today in the clock's zone, in milliseconds. */
export function startOf(clock: Clock, days = 0): number {
  return addDays(startOfDay(new TZDate(clock.now, clock.zone)), days).getTime();
}

/** The instant of a day (2026-11-25) and a time (09:30) on the clocks of a zone; without a time, the day's last minute. */
export function instant(day: string, time: string, zone: string): string | null {
  const [year, month, date] = day.split("-").map(Number);
  const [hours, minutes] = (time || lastMinute).split(":").map(Number);
  if (year === undefined || month === undefined || date === undefined || hours === undefined || minutes === undefined) return null;
  const at = new TZDate(year, month - 1, date, hours, minutes, zone).getTime();
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** What a due date without a time stands for: the whole day. */
const lastMinute = "23:59";

/** The day and the time of an instant on the clocks of a zone; the time is "" where the whole day is meant. */
export function dayAndTime(due: string, zone: string): { day: string; time: string } {
  const date = new TZDate(new Date(due).getTime(), zone);
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return { day: dayOf(due, zone), time: time === lastMinute ? "" : time };
}

/** Whether an open task should have been done by now. */
export function isOverdue(task: Pick<Task, "completed" | "due_date">, clock: Clock): boolean {
  return !task.completed && task.due_date !== null && Date.parse(task.due_date) < clock.now;
}

/** A due date in words, as somebody would say it now: "tomorrow", "Friday, 09:30", "3 days late", "12 Dec". */
export function inWords(due: string, clock: Clock, locale: string, done = false): string {
  const at = new TZDate(new Date(due).getTime(), clock.zone);
  const days = differenceInCalendarDays(at, new TZDate(clock.now, clock.zone));
  const { time } = dayAndTime(due, clock.zone);
  const clockTime = time && format(due, clock.zone, locale, { timeStyle: "short" });
  if (!done && at.getTime() < clock.now) {
    if (days < 0) return `${-days} ${days === -1 ? "day" : "days"} late`;
    return `late since ${clockTime || "today"}`;
  }
  const sameYear = at.getFullYear() === new TZDate(clock.now, clock.zone).getFullYear();
  const day =
    days === 0
      ? "today"
      : days === 1
        ? "tomorrow"
        : days === -1
          ? "yesterday"
          : days > 1 && days < 7
            ? format(due, clock.zone, locale, { weekday: "long" })
            : format(due, clock.zone, locale, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return clockTime ? `${day}, ${clockTime}` : day;
}

/** An instant in full, with its zone. */
export function exactly(instant: string, zone: string, locale: string): string {
  return `${format(instant, zone, locale, { dateStyle: "full", timeStyle: "short" })} (${zone})`;
}

function format(instant: string, timeZone: string, locale: string, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(instant));
}
