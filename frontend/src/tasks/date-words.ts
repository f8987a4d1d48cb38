import { dayAndTime, toInstant, type Clock } from "@/lib/dates";
import type { Due, Entry, Reader } from "@/quick-entry";
import { fieldsOf } from "@/tasks/entry";
import type { Task, TaskPatch } from "@/tasks/task";

/** Returns what words such as "tomorrow 9am" or "every week" set of a task; undefined where they say something else. */
export function whenOf(words: string, read: Reader, clock: Clock): TaskPatch | undefined {
  const entry = read(words, clock);
  if (!entry.due || entry.title !== "" || entry.tags.length > 0 || entry.category || entry.priority) return undefined;
  return dated(entry, clock);
}

/** Returns what makes a task due on a day; it keeps its time. */
export function onDay(task: Pick<Task, "due_on" | "due_date">, day: string, clock: Clock): TaskPatch {
  const { time } = task.due_date && !task.due_on ? dayAndTime(task.due_date, clock.zone) : { time: "" };
  const instant = time && toInstant(day, time, clock.zone);
  const due: Due = instant ? { instant } : { day };
  return dated({ title: "", tags: [], understood: [], due }, clock);
}

function dated(entry: Entry, clock: Clock): TaskPatch {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  const { title, tags, category, priority, ...when } = fieldsOf(entry, clock);
  return when;
}
