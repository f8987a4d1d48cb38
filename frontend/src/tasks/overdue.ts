import { dayAndTime, dayOf, startOf, toInstant, type Clock } from "@/lib/dates";
import type { Task, TaskPatch } from "@/tasks/task";

/** Returns those of the tasks that were due on a day before today. */
export function overdueOf(tasks: Task[], clock: Clock): Task[] {
  const today = startOf(clock);
  return tasks.filter(({ completed, due_date }) => !completed && due_date !== null && Date.parse(due_date) < today);
}

/** Returns what makes a task due today, at the time at which it was due. */
export function dueToday(task: Task, clock: Clock): TaskPatch {
  const { time } = dayAndTime(task.due_date ?? "", clock.zone);
  return { due_date: toInstant(dayOf(clock.now, clock.zone), task.due_on ? "" : time, clock.zone) };
}
