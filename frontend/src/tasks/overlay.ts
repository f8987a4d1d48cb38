import type { components } from "@/api/schema";
import { dayOf, type Clock } from "@/lib/dates";
import { applyChange, nextOccurrence, type AcknowledgedChange, type Change } from "@/tasks/changes";
import { compare, dueIn, matches, type Listing } from "@/tasks/listing";
import type { Task } from "@/tasks/task";

/*
 * Pages show what the backend has answered with the user's changes on top, so that each is seen at once, and disappears
 * by itself when the backend refuses it.
 *
 * A page that was fetched before an acknowledgement must never overwrite it. Therefore each page says when its fetch
 * began, and a change that the backend has confirmed stays on top, with the task that it answered, of every page whose
 * fetch began before the confirmation; a fetch that began after it has the change in it.
 */

/** Returns the changes that belong on top of what was fetched: its fetch began at fetchedAt, by performance.now(). */
export function overlayFor(
  fetchedAt: number,
  acknowledged: AcknowledgedChange[],
  pending: Change[],
): (Change | AcknowledgedChange)[] {
  return [...acknowledged.filter((change) => change.acknowledged.at > fetchedAt), ...pending];
}

/** Returns the tasks of a listing with changes on top; one whose place in the order a change moves is moved. */
export function withChanges(tasks: Task[], changes: Change[], listing: Listing, clock: Clock, user: string): Task[] {
  let list = tasks;
  const latest = new Map<string, Task | null>(); // what earlier changes have made of tasks, in the list or not
  for (const change of changes) {
    if (latest.get(change.task) === null && change.kind !== "restore") continue; // deleted already
    const base = latest.get(change.task) ?? list.find((t) => t.id === change.task) ?? null;
    const after = applyChange(change, base, user, clock.zone);
    latest.set(change.task, after);
    const shown = after && matches(after, listing, clock) ? after : nextOccurrence(change, base);
    list = insertSorted(list, change.task, shown, listing, clock);
  }
  return list;
}

/** Returns a list in which the task of an id is what it is after a change: in its place, or removed. */
function insertSorted(list: Task[], id: string, after: Task | null, listing: Listing, clock: Clock): Task[] {
  const index = list.findIndex((t) => t.id === id);
  if (!after || !matches(after, listing, clock)) return index < 0 ? list : list.toSpliced(index, 1);
  const old = list[index];
  if (old && compare(old, after, listing.sort) === 0) return list.with(index, after);
  const rest = old ? list.toSpliced(index, 1) : list;
  const place = rest.findIndex((t) => {
    const order = compare(after, t, listing.sort);
    return order < 0 || (order === 0 && listing.sort === "newest");
  });
  return rest.toSpliced(place < 0 ? rest.length : place, 0, after);
}

/** The task before and after a change; null where it does not exist. */
interface Effect {
  before: Task | null;
  after: Task | null;
}

function effects(changes: Change[], user: string, zone: string): Effect[] {
  const latest = new Map<string, Task | null>();
  return changes.flatMap((change) => {
    const absent = change.kind === "create" || change.kind === "restore";
    const before = absent ? null : (latest.get(change.task) ?? change.before);
    const after = applyChange(change, before, user, zone);
    latest.set(change.task, after);
    const next = nextOccurrence(change, before);
    return [{ before, after }, ...(next ? [{ before: null, after: next }] : [])];
  });
}

export interface Counts {
  total: number;
  completed: number;
}

/** Returns the counts of all of the user's tasks with changes on top. */
export function countsWithChanges(counts: Counts, changes: Change[], user: string): Counts {
  let { total, completed } = counts;
  for (const { before, after } of effects(changes, user, "UTC")) {
    total += Number(after !== null) - Number(before !== null);
    completed += Number(after?.completed ?? false) - Number(before?.completed ?? false);
  }
  return { total, completed };
}

export type Overview = components["schemas"]["Overview"];

/** Returns the overview with changes on top. */
export function overviewWithChanges(overview: Overview, changes: Change[], clock: Clock, user: string): Overview {
  if (changes.length === 0) return overview;
  const next = structuredClone(overview);
  for (const { before, after } of effects(changes, user, clock.zone)) {
    if (before) count(next, before, -1, clock);
    if (after) count(next, after, 1, clock);
  }
  return next;
}

function count(overview: Overview, task: Task, by: 1 | -1, clock: Clock) {
  if (task.completed) {
    const date = task.completed_at && dayOf(task.completed_at, clock.zone);
    const day = overview.completed_per_day.find((d) => d.date === date);
    if (day) day.count = Math.max(0, day.count + by);
  } else {
    if (dueIn(task, "overdue", clock)) overview.overdue = Math.max(0, overview.overdue + by);
    if (dueIn(task, "today", clock)) overview.due_today = Math.max(0, overview.due_today + by);
    if (dueIn(task, "week", clock)) overview.due_this_week = Math.max(0, overview.due_this_week + by);
  }
  for (const tag of task.tags) bumpCount(overview.tags, tag, by);
  if (task.category) bumpCount(overview.categories, task.category, by);
}

function bumpCount(labels: { name: string; count: number }[], name: string, by: number) {
  const label = labels.find((l) => l.name === name);
  if (label) label.count = Math.max(0, label.count + by);
  else if (by > 0) labels.push({ name, count: by });
}
