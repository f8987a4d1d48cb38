import { dayAndTime, dayOf, endOf, formatDay, formatFull, formatInstant, type Clock } from "@/lib/dates";

/** When something is due: on a day, in any zone, or at an instant; a task that has a day has that day's end as well. */
export interface Due {
  due_on?: string | null;
  due_date?: string | null;
}

/** Returns what the API takes of the two fields, which is never both. */
export function dueOf({ due_on, due_date }: Due): Due {
  return due_on ? { due_on } : { due_date: due_date ?? null };
}

/** Returns when something is due, in milliseconds since 1970, null where it is not: of a day, when that ends. */
export function dueAt({ due_on, due_date }: Due, zone: string): number | null {
  return due_on ? endOf(due_on, zone) : due_date ? Date.parse(due_date) : null;
}

/** Reports whether an open task is past its due date. */
export function isOverdue(task: Due & { completed: boolean }, clock: Clock): boolean {
  const at = task.completed ? null : dueAt(task, clock.zone);
  return at !== null && at < clock.now;
}

const day = 86_400_000; // milliseconds

/**
 * Words a due date as seen from now: "tomorrow", "Friday, 09:30", "3 days late", "12 Dec"; "" where there is none.
 * Below the heading of its own day only the time is left, if it has one.
 */
export function formatRelative(
  { due_on, due_date }: Due,
  clock: Clock,
  locale: string,
  { done = false, below }: { done?: boolean; below?: string } = {},
): string {
  if (due_on && due_on === below) return "";
  if (due_on) return relativeDay(due_on, clock, locale, done);
  if (!due_date) return "";
  const time = formatInstant(due_date, clock.zone, locale, { timeStyle: "short" });
  const on = dayAndTime(due_date, clock.zone).day;
  const late = !done && Date.parse(due_date) < clock.now;
  if (late) return on < dayOf(clock.now, clock.zone) ? relativeDay(on, clock, locale) : `late since ${time}`;
  return on === below ? time : `${relativeDay(on, clock, locale, done)}, ${time}`;
}

/** Words a day as seen from now; done says that nothing is late. */
export function relativeDay(on: string, clock: Clock, locale: string, done = false): string {
  const today = dayOf(clock.now, clock.zone);
  const days = (Date.parse(on) - Date.parse(today)) / day;
  if (days < 0 && !done) return `${-days} ${days === -1 ? "day" : "days"} late`;
  if (days >= -1 && days <= 1) return ["yesterday", "today", "tomorrow"][days + 1] ?? "";
  if (days > 1 && days < 7) return formatDay(on, locale, { weekday: "long" });
  const sameYear = on.slice(0, 4) === today.slice(0, 4);
  return formatDay(on, locale, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** Formats a due date in full: a day, or an instant with its zone; "" where there is none. */
export function formatDue({ due_on, due_date }: Due, zone: string, locale: string): string {
  if (due_on) return formatDay(due_on, locale, { dateStyle: "full" });
  return due_date ? formatFull(due_date, zone, locale) : "";
}
