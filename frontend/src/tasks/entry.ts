import { toInstant, type Clock } from "@/lib/dates";
import type { Entry, Reader } from "@/quick-entry";
import type { TaskFields } from "@/tasks/task";

const ofTime = new Set(["due", "time", "repetition"]);

/**
 * Reads a line so that the API can store what it says: it takes no rules but daily, weekly and monthly, and so the
 * words of any other stay in the title, with the day and the time that are theirs.
 */
export function leaveUnstorableRule(read: Reader): Reader {
  return (line, clock, ignored = new Set()) => {
    const entry = read(line, clock, ignored);
    if (!entry.repetition || entry.repetition.pattern) return entry;
    const words = entry.understood.filter(({ kind }) => ofTime.has(kind)).map(({ words }) => words);
    return read(line, clock, new Set([...ignored, ...words]));
  };
}

/** Returns the fields of the task that a line says; a day without a time is that day's last minute. */
export function fieldsOf({ title, due, repetition, tags, category, priority }: Entry, clock: Clock): TaskFields {
  const dueDate = due && ("instant" in due ? due.instant : toInstant(due.day, "", clock.zone));
  return {
    title,
    ...(dueDate ? { due_date: dueDate } : {}),
    ...(repetition?.pattern ? { recurrence_pattern: repetition.pattern } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(category ? { category } : {}),
    ...(priority ? { priority } : {}),
  };
}
