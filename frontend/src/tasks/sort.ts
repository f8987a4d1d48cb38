import { dueAt } from "@/tasks/due";
import { sorts, type Sort } from "@/tasks/listing";
import { compareTitles } from "@/tasks/search";
import { priorities, type Task } from "@/tasks/task";

/**
 * Returns tasks of a user in a zone in an order, as the backend does: equals by their creation, and these by their ids.
 * What a task goes by is read once, since a sort compares it some ten times.
 */
export function inOrder(tasks: readonly Task[], sort: Sort, zone: string): Task[] {
  const down = sorts[sort].order === "desc" ? -1 : 1;
  return tasks
    .map((task) => ({ task, keys: [...keysOf(task, sort, zone), Date.parse(task.created_at), task.id] }))
    .sort((a, b) => down * compareKeys(a.keys, b.keys, sort === "title"))
    .map(({ task }) => task);
}

type Key = string | number;

function keysOf(task: Task, sort: Sort, zone: string): Key[] {
  const rank = task.priority ? priorities.indexOf(task.priority) + 1 : 0;
  const due = () => dueAt(task, zone) ?? Infinity;
  switch (sort) {
    case "agenda": // by the minute, since a whole day ends in its last minute or millisecond
      return [Math.floor(due() / 60_000), -rank, task.position];
    case "completed":
      return [Date.parse(task.completed_at ?? task.updated_at)];
    case "due":
      return [due()];
    case "position":
      return [task.position]; // by the characters, not as a reader would
    case "priority":
      return [rank];
    case "title":
      return [task.title];
    case "changed":
      return [Date.parse(task.updated_at)];
    default:
      return []; // the order of creation
  }
}

/** Compares keys of one order; the first ones are titles where they say so. */
function compareKeys(a: Key[], b: Key[], isTitle: boolean): number {
  if (isTitle) {
    const by = compareTitles(String(a[0]), String(b[0]));
    if (by) return by;
  }
  const at = a.findIndex((key, i) => key !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}
