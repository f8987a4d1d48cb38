import { uuid } from "@/api/uuid";
import { patched, type Change } from "@/tasks/changes";
import { dueOf } from "@/tasks/due";
import type { RefusedChange } from "@/tasks/refused";
import { repetitionOf } from "@/tasks/repetition";
import { retagged } from "@/tasks/tags";
import type { Task, TaskPatch } from "@/tasks/task";

type Update = Extract<Change, { kind: "update" }>;

// Fields of one meaning are a part of a task, which is changed as one; any other field is a part by itself.
const several: Record<string, readonly (keyof Task)[]> = {
  due: ["due_on", "due_date"],
  repetition: ["recurrence_rule", "recurrence_pattern", "recurrence_from", "is_recurring"],
};

/** Returns the part of a task that a field belongs to. */
const partOf = (field: string) =>
  Object.keys(several).find((part) => several[part]?.includes(field as keyof Task)) ?? field;

/** Returns the parts that fields belong to. */
export const partsOf = (fields: object) => [...new Set(Object.keys(fields).map(partOf))];

/** Returns the fields of a part, as a task has them. */
export function pick(task: Task, part: string): Partial<Task> {
  const names = several[part] ?? [part as keyof Task];
  return Object.fromEntries(names.map((name) => [name, task[name]]));
}

/** Returns what the API takes of a part of a task. */
export function partFields(task: Task, part: string): TaskPatch {
  if (part === "due") return dueOf(task);
  if (part !== "repetition") return pick(task, part) as TaskPatch;
  return { ...repetitionOf(task), ...(task.is_recurring ? { recurrence_from: task.recurrence_from } : {}) };
}

/** Returns those of the fields whose part is among some, or, with among false, the others. */
export function fieldsOfParts(fields: TaskPatch, parts: readonly string[], among = true): TaskPatch {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => parts.includes(partOf(field)) === among));
}

/**
 * Returns what a change is beside what somebody else has made of its task meanwhile: rest changes what they have not
 * touched, and the conflict is about what both have changed, each otherwise. What it does to a tag it does to theirs.
 */
export function merged(change: Update, latest: Task): { rest?: Change; conflict?: Conflict } {
  const { retag } = change;
  const before = retag ? latest : change.before;
  const fields = retag ? { tags: retagged(latest.tags, retag) } : change.fields;
  const ours = patched(before, fields, before.updated_at, "UTC");
  const left: TaskPatch = {};
  const contested: TaskPatch = {};
  for (const part of partsOf(fields)) {
    const [our, former, their] = [ours, before, latest].map((task) => JSON.stringify(partFields(task, part)));
    if (our === their) continue;
    Object.assign(former === their ? left : contested, partFields(ours, part));
  }
  const rest = { ...change, id: uuid(), fields: left, before: latest, match: latest.version };
  const theirs = { id: uuid(), status: 412, message: "It was changed elsewhere", fields: {}, latest };
  return {
    ...(isEmpty(left) ? {} : { rest }),
    ...(isEmpty(contested) ? {} : { conflict: { ...theirs, change: { ...change, fields: contested } } }),
  };
}

export const isEmpty = (fields: object) => Object.keys(fields).length === 0;

/** A change of what somebody else has changed meanwhile, until the user has chosen; latest is the task of theirs. */
export interface Conflict extends RefusedChange {
  change: Update;
  latest: Task;
}

export function isConflict(refused: RefusedChange): refused is Conflict {
  return refused.latest !== undefined && refused.change.kind === "update";
}
