import { dueAt } from "@/tasks/due";
import { sorts, type Sort } from "@/tasks/listing";
import { compareTitles } from "@/tasks/search";
import { priorities, type Task } from "@/tasks/task";

/**
 * Reports by its sign whether a comes before b (negative) or after it in a listing of a user in a zone; among equals
 * the backend takes the order of their creation.
 */
export function compare(a: Task, b: Task, sort: Sort, zone: string): number {
  if (sort === "agenda") return compareAgenda(a, b, zone);
  const { sort_by, order } = sorts[sort];
  let by = 0;
  if (sort_by === "priority") {
    by = rank(a) - rank(b);
  } else if (sort_by === "title") {
    by = compareTitles(a.title, b.title);
  } else if (sort_by === "position") {
    by = comparePositions(a, b);
  } else if (sort_by === "due_date") {
    by = dueOrNever(a, zone) - dueOrNever(b, zone) || 0; // Infinity - Infinity is NaN
  } else if (sort === "completed") {
    by = doneAt(a) - doneAt(b);
  } else {
    by = Date.parse(a[sort_by]) - Date.parse(b[sort_by]);
  }
  by ||= Date.parse(a.created_at) - Date.parse(b.created_at);
  return order === "asc" ? by : -by;
}

const minute = 60_000;
const rank = (task: Task) => (task.priority ? priorities.indexOf(task.priority) + 1 : 0);
const dueOrNever = (task: Task, zone: string) => dueAt(task, zone) ?? Infinity;
const doneAt = (task: Task) => Date.parse(task.completed_at ?? task.updated_at);

/** By the minute, since a whole day ends in its last minute or millisecond; then the more pressing, then by hand. */
function compareAgenda(a: Task, b: Task, zone: string): number {
  const due = (task: Task) => Math.floor(dueOrNever(task, zone) / minute);
  const by = due(a) - due(b) || rank(b) - rank(a) || comparePositions(a, b);
  return by || Date.parse(a.created_at) - Date.parse(b.created_at);
}

function comparePositions(a: Task, b: Task): number {
  return a.position < b.position ? -1 : a.position > b.position ? 1 : 0;
}
