import { dayAndTime, toInstant, type Clock } from "@/lib/dates";
import type { Reader } from "@/quick-entry";
import { fieldsOf } from "@/tasks/entry";
import type { Task, TaskPatch } from "@/tasks/task";

/** Returns what words such as "tomorrow 9am" or "every week" set of a task; undefined where they say something else. */
export function whenOf(words: string, read: Reader, clock: Clock): TaskPatch | undefined {
  const entry = read(words, clock);
  if (!entry.due || entry.title !== "" || entry.tags.length > 0 || entry.category || entry.priority) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  const { title, ...when } = fieldsOf(entry);
  return when;
}

/** Returns what makes a task due on a day; it keeps its time. */
export function onDay(task: Pick<Task, "due_on" | "due_date">, day: string, clock: Clock): TaskPatch {
  if (task.due_on || !task.due_date) return { due_on: day };
  return { due_date: toInstant(day, dayAndTime(task.due_date, clock.zone).time, clock.zone) };
}
