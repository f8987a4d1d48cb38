import { TZDate } from "@date-fns/tz";
import { differenceInCalendarDays } from "date-fns";

import { dayAndTime, formatInstant, type Clock } from "@/lib/dates";
import type { Task } from "@/tasks/task";

/** Reports whether an open task is past its due date. */
export function isOverdue(task: Pick<Task, "completed" | "due_date">, clock: Clock): boolean {
  return !task.completed && task.due_date !== null && Date.parse(task.due_date) < clock.now;
}

/** Words a due date as seen from now: "tomorrow", "Friday, 09:30", "3 days late", "12 Dec". */
export function formatRelative(due: string, clock: Clock, locale: string, done = false): string {
  const at = new TZDate(new Date(due).getTime(), clock.zone);
  const days = differenceInCalendarDays(at, new TZDate(clock.now, clock.zone));
  const { time } = dayAndTime(due, clock.zone);
  const clockTime = time && formatInstant(due, clock.zone, locale, { timeStyle: "short" });
  if (!done && at.getTime() < clock.now) {
    if (days < 0) return `${-days} ${days === -1 ? "day" : "days"} late`;
    return `late since ${clockTime || "today"}`;
  }
  const sameYear = at.getFullYear() === new TZDate(clock.now, clock.zone).getFullYear();
  const date: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  if (!sameYear) date.year = "numeric";
  const day =
    days === 0
      ? "today"
      : days === 1
        ? "tomorrow"
        : days === -1
          ? "yesterday"
          : days > 1 && days < 7
            ? formatInstant(due, clock.zone, locale, { weekday: "long" })
            : formatInstant(due, clock.zone, locale, date);
  return clockTime ? `${day}, ${clockTime}` : day;
}
