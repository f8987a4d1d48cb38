import { dayAndTime, dayOf, startOf, toInstant, type Clock } from "@/lib/dates";
import { dueAt } from "@/tasks/due";
import type { Task, TaskPatch } from "@/tasks/task";

/** Returns those of the tasks that were due on a day before today. */
export function overdueOf(tasks: Task[], clock: Clock): Task[] {
  const today = startOf(clock);
  return tasks.filter((task) => !task.completed && (dueAt(task, clock.zone) ?? today) < today);
}

/** Returns what makes a task due today, at the time at which it was due. */
export function dueToday({ due_on, due_date }: Task, clock: Clock): TaskPatch {
  const today = dayOf(clock.now, clock.zone);
  if (due_on || !due_date) return { due_on: today };
  return { due_date: toInstant(today, dayAndTime(due_date, clock.zone).time, clock.zone) };
}
