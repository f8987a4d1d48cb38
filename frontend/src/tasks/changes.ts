import { dayOf, type Clock } from "@/lib/dates";
import { belongs, compare, dueIn, type Listing } from "@/tasks/listing";
import type { components } from "@/api/schema";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

/**
 * What the user has done and the server has not confirmed. Pages show what the server has said with the changes on top,
 * so that each is seen at once, and is gone by itself when the server refuses it.
 */
export type Change = {
  id: string;
  /** Its place among the user's changes on this device: a counter, since a clock may be set back. */
  seq: number;
  /** When it was typed, by the device's clock (RFC 3339): to be shown, never to be compared. */
  at: string;
  /** Not sent until it is released, so that it can be undone as if it had never been. */
  held?: boolean;
  /** The task's id; of a task that is made, its Idempotency-Key until the server has given it an id. */
  task: string;
} & (
  | { kind: "create"; fields: TaskFields }
  | { kind: "update"; fields: TaskPatch; before: Task }
  | { kind: "delete"; before: Task }
);

/** Compares two changes by the order in which the user made them; of two tabs in one moment, by their ids. */
export function byOrder(a: Change, b: Change): number {
  return a.seq - b.seq || (a.id < b.id ? -1 : 1);
}

/** Returns a change of a task that was created here, with the id that the server has given the task. */
export function withTaskId(change: Change, id: string): Change {
  return change.kind === "create" ? change : { ...change, task: id, before: { ...change.before, id } };
}

/** The task before and after a change; null where there is none. */
interface Effect {
  before: Task | null;
  after: Task | null;
}

/** The task that a change leaves, as the server will make it; null after a deletion. */
export function apply(change: Change, base: Task | null, user: string): Task | null {
  switch (change.kind) {
    case "create":
      return changed(
        {
          id: change.task,
          user_id: user,
          title: "",
          description: null,
          completed: false,
          priority: null,
          tags: [],
          category: null,
          due_date: null,
          is_recurring: false,
          recurrence_pattern: null,
          completed_at: null,
          created_at: change.at,
          updated_at: change.at,
        },
        change.fields,
        change.at,
      );
    case "update":
      return changed(base ?? change.before, change.fields, change.at);
    case "delete":
      return null;
  }
}

function changed(base: Task, fields: TaskPatch, at: string): Task {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const task = { ...base, ...given, updated_at: at };
  task.is_recurring = task.recurrence_pattern !== null;
  task.completed_at = task.completed ? (base.completed_at ?? at) : null;
  return task;
}

/** The tasks of a listing with changes on top. A task whose place in the order a change moves is put in its new one. */
export function withChanges(tasks: Task[], changes: Change[], listing: Listing, clock: Clock, user: string): Task[] {
  let list = tasks;
  const elsewhere = new Map<string, Task | null>(); // tasks that earlier changes have made or moved out of the list
  for (const change of changes) {
    if (elsewhere.get(change.task) === null) continue; // deleted already
    const base = list.find((t) => t.id === change.task) ?? elsewhere.get(change.task) ?? null;
    const after = apply(change, base, user);
    elsewhere.set(change.task, after);
    list = placed(list, change.task, after, listing, clock);
  }
  return list;
}

/** The tasks of a listing once the server has answered: with its word for what it now is, or null where it is gone. */
export function withAnswer(tasks: Task[], change: Change, answer: Task | null, listing: Listing, clock: Clock): Task[] {
  return placed(tasks, change.task, answer, listing, clock);
}

/** A list in which the task of an id is what it is after a change: in its place, or gone. */
function placed(list: Task[], id: string, after: Task | null, listing: Listing, clock: Clock): Task[] {
  const at = list.findIndex((t) => t.id === id || t.id === after?.id);
  if (!after || !belongs(after, listing, clock)) return at < 0 ? list : list.toSpliced(at, 1);
  const old = list[at];
  if (old && compare(old, after, listing.sort) === 0) return list.with(at, after);
  const rest = old ? list.toSpliced(at, 1) : list;
  const place = rest.findIndex((t) => compare(after, t, listing.sort) < 0 || (compare(after, t, listing.sort) === 0 && listing.sort === "newest"));
  return rest.toSpliced(place < 0 ? rest.length : place, 0, after);
}

export interface Counts {
  total: number;
  completed: number;
}

/** What changes, one after another, do to tasks; answer is the server's word for the last. */
function effects(changes: Change[], user: string, answer?: { task: Task | null }): Effect[] {
  const latest = new Map<string, Task | null>();
  return changes.map((change) => {
    const before = change.kind === "create" ? null : (latest.get(change.task) ?? change.before);
    const after = answer && change === changes.at(-1) ? answer.task : apply(change, before, user);
    latest.set(change.task, after);
    return { before, after };
  });
}

/** The counts of all of the user's tasks with changes on top. */
export function countsWithChanges(counts: Counts, changes: Change[], user: string, answer?: { task: Task | null }): Counts {
  let { total, completed } = counts;
  for (const { before, after } of effects(changes, user, answer)) {
    total += Number(after !== null) - Number(before !== null);
    completed += Number(after?.completed ?? false) - Number(before?.completed ?? false);
  }
  return { total, completed };
}

export type Overview = components["schemas"]["Overview"];

/** The overview with changes on top. */
export function overviewWithChanges(
  overview: Overview,
  changes: Change[],
  clock: Clock,
  user: string,
  answer?: { task: Task | null },
): Overview {
  if (changes.length === 0) return overview;
  const next = structuredClone(overview);
  for (const { before, after } of effects(changes, user, answer)) {
    if (before) count(next, before, -1, clock);
    if (after) count(next, after, 1, clock);
  }
  return next;
}

function count(overview: Overview, task: Task, by: 1 | -1, clock: Clock) {
  if (task.completed) {
    const day = overview.completed_per_day.find((d) => task.completed_at && d.date === dayOf(task.completed_at, clock.zone));
    if (day) day.count = Math.max(0, day.count + by);
  } else {
    if (dueIn(task, "overdue", clock)) overview.overdue = Math.max(0, overview.overdue + by);
    if (dueIn(task, "today", clock)) overview.due_today = Math.max(0, overview.due_today + by);
    if (dueIn(task, "week", clock)) overview.due_this_week = Math.max(0, overview.due_this_week + by);
  }
  for (const tag of task.tags) named(overview.tags, tag, by);
  if (task.category) named(overview.categories, task.category, by);
}

function named(list: { name: string; count: number }[], name: string, by: number) {
  const one = list.find((n) => n.name === name);
  if (one) one.count = Math.max(0, one.count + by);
  else if (by > 0) list.push({ name, count: by });
}
