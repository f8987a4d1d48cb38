import { endOf } from "@/lib/dates";
import { dueOf } from "@/tasks/due";
import { repetitionOf } from "@/tasks/repetition";
import type { Retag } from "@/tasks/tags";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

/** What the user has done to a task. */
export type Change = {
  id: string;
  /** Its place among the user's changes on this device: a counter, since a clock may be set back. */
  seq: number;
  /** When it was typed, by the device's clock (RFC 3339): to be shown, never to be compared. */
  at: string;
  /** Not sent until it is released, so that it can be undone as if it had never been. */
  held?: boolean;
  /** The task's id; of a task that is created, chosen here. */
  task: string;
} & (
  | {
      kind: "create";
      fields: TaskFields;
      /** The Idempotency-Key of a creation without an id, as former versions of this page made them. */
      key?: string;
    }
  | {
      kind: "update";
      fields: TaskPatch;
      before: Task;
      /** The version that the task must have for it, 0 where that is unknown; absent, the last change wins. */
      match?: number;
      /** What it does to a tag, which it does to the tags of any later version, too. */
      retag?: Retag;
    }
  | { kind: "delete"; before: Task }
  /** Takes a task out of the trash; before is the task as it was before its deletion. */
  | { kind: "restore"; before: Task }
);

/** Compares two changes by the order in which the user made them; of two tabs in one moment, by their ids. */
export function byOrder(a: Change, b: Change): number {
  return a.seq - b.seq || (a.id < b.id ? -1 : 1);
}

/** Returns a change of the task of a creation without an id, with the id that the backend has chosen. */
export function withTaskId(change: Change, id: string): Change {
  return change.kind === "create" ? change : { ...change, task: id, before: { ...change.before, id } };
}

/** Returns the task that a change leaves, as the backend will make it for a user in a zone; null after a deletion. */
export function applyChange(change: Change, base: Task | null, user: string, zone: string): Task | null {
  switch (change.kind) {
    case "create":
      return patched(emptyTask(change, user), change.fields, change.at, zone);
    case "update":
      return patched(base ?? change.before, change.fields, change.at, zone);
    case "delete":
      return null;
    case "restore":
      return change.before;
  }
}

/** A task in place of its next occurrence, which is not here yet: open, without the date that only the backend has. */
interface Awaited extends Task {
  awaited: true;
}

/**
 * Returns what stands for the next occurrence that the backend creates as a recurring task is completed, until that is
 * here: the task itself, open; null for any other change of a task.
 */
export function nextOccurrence(before: Task | undefined, after: Task | null): Awaited | null {
  if (!before || before.completed || !after?.completed || !before.is_recurring || !before.due_date) return null;
  if (/COUNT|UNTIL/.test(before.recurrence_rule ?? "")) return null; // it may have been the last
  const subtasks = { total: 0, completed: 0 }; // they stay with what is completed
  return { ...before, tags: after.tags, completed_at: null, due_on: null, due_date: null, subtasks, awaited: true };
}

/** Reports whether a task but stands for its next occurrence. */
export function isAwaited(task: Task): boolean {
  return "awaited" in task;
}

/** Returns the fields that take a change of a task back. */
export function reversed({ fields, before }: Extract<Change, { kind: "update" }>): TaskPatch {
  const { due_on, due_date, recurrence_rule, recurrence_pattern, ...others } = fields;
  const names = Object.keys(others) as (keyof Task & keyof TaskPatch)[];
  return {
    ...(Object.fromEntries(names.map((name) => [name, before[name]])) as TaskPatch),
    ...(fields.list_id === undefined ? {} : { position: before.position }), // without it, it would come last
    ...(due_on !== undefined || due_date !== undefined ? dueOf(before) : {}),
    ...(recurrence_rule !== undefined || recurrence_pattern !== undefined ? repetitionOf(before) : {}),
  };
}

/** Returns those of the fields that differ from the task's. */
export function changedFields(task: Task, fields: TaskFields): TaskPatch {
  const differs = ([field, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(task[field as keyof Task]);
  return Object.fromEntries(Object.entries(fields).filter(differs));
}

function emptyTask({ task, at }: Change, user: string): Task {
  return {
    id: task,
    user_id: user,
    list_id: user, // the inbox
    parent_id: null,
    position: "a0", // unknown until the answer comes
    title: "",
    description: null,
    completed: false,
    priority: null,
    tags: [],
    category: null,
    start_on: null,
    due_on: null,
    due_date: null,
    is_recurring: false,
    recurrence_pattern: null,
    recurrence_rule: null,
    recurrence_from: "due",
    subtasks: { total: 0, completed: 0 },
    completed_at: null,
    created_at: at,
    updated_at: at,
    deleted_at: null,
    version: 0, // unknown, too
  };
}

/** Returns a task with fields. Of two of one meaning the one that is given counts, and null takes both away. */
export function patched(base: Task, fields: TaskPatch, at: string, zone: string): Task {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as TaskPatch;
  const { due_on, due_date, recurrence_rule: rule, recurrence_pattern: pattern } = given;
  const task = { ...base, ...given, updated_at: at } as Task;
  if (due_on !== undefined || due_date !== undefined) {
    task.due_on = due_on ?? null;
    task.due_date = due_on ? new Date(endOf(due_on, zone)).toISOString() : (due_date ?? null);
  }
  if (rule !== undefined || pattern !== undefined) {
    task.recurrence_pattern = pattern ?? null;
    task.recurrence_rule = pattern ? null : (rule ?? null); // that of a pattern is unknown until the answer comes
  }
  task.is_recurring = task.recurrence_pattern !== null || task.recurrence_rule !== null;
  task.completed_at = task.completed ? (base.completed_at ?? at) : null;
  return task;
}
