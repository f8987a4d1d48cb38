import type { ApiError } from "@/api/client";
import { truncate } from "@/lib/text";
import { applyChange, type Change } from "@/tasks/changes";
import { dueOf } from "@/tasks/due";
import { fieldsOfParts, partsOf } from "@/tasks/merge";
import { repetitionOf } from "@/tasks/repetition";
import type { Task, TaskFields } from "@/tasks/task";

/**
 * A change whose content the backend has refused. It is kept, with what was typed, until the user has dealt with it.
 */
export interface RefusedChange {
  /** The change's own id. */
  id: string;
  change: Change;
  status: number;
  /** The backend's sentence. */
  message: string;
  /** Why each refused field is invalid, in the backend's words. */
  fields: Record<string, string>;
  /** The task as somebody else has changed it meanwhile: the user chooses between both versions. */
  latest?: Task;
}

/**
 * Returns what is left of a refused change: a refused creation with the later changes of its task in it, since they can
 * never be sent; undefined where these delete it.
 */
export function refusedChange(change: Change, followers: Change[], why: ApiError): RefusedChange | undefined {
  if (followers.some((c) => c.kind === "delete")) return undefined;
  const later = followers.map((c) => (c.kind === "update" ? c.fields : {}));
  const whole =
    change.kind === "create" ? { ...change, fields: Object.assign({}, change.fields, ...later) as TaskFields } : change;
  return { id: change.id, change: whole, status: why.status, message: why.message, fields: why.fields };
}

/**
 * Returns two refused changes of a task that is deleted, or changed elsewhere, as the later, with what the earlier has
 * set; they share a text.
 */
export function joined(earlier: RefusedChange, later: RefusedChange): RefusedChange | undefined {
  const [a, b] = [earlier.change, later.change];
  if (a.kind !== "update" || b.kind !== "update" || a.task !== b.task) return undefined;
  const same = earlier.latest ? later.latest : earlier.status === 404 && later.status === 404;
  if (!same) return undefined;
  const fields = { ...fieldsOfParts(a.fields, partsOf(b.fields), false), ...b.fields };
  return { ...later, change: { ...b, fields } };
}

/** Reports whether the task of a refused change is deleted, so that its text can only become a new task. */
export function isOfDeleted({ change, status }: RefusedChange): boolean {
  return (change.kind === "update" || change.kind === "restore") && (status === 404 || status === 410);
}

/**
 * Reports whether the id of a refused creation can be used no more: its task was created and deleted meanwhile, say, or
 * with another content.
 */
export function isUsedUp({ change, status, fields }: RefusedChange): boolean {
  return change.kind === "create" && (status === 409 || "Idempotency-Key" in fields);
}

/** Returns all fields of the task as the refused change would have left it. */
export function fieldsOf({ change }: RefusedChange): TaskFields {
  const task = applyChange(change, null, "", "UTC") ?? (change.kind === "delete" ? change.before : null);
  if (!task) return { title: "" };
  const { title, description, completed, priority, tags, category, start_on, recurrence_from } = task;
  const fields = { title, description, completed, priority, tags, category, start_on, recurrence_from };
  return { ...fields, ...dueOf(task), ...repetitionOf(task) };
}

/** Says in a sentence what was refused, and why. */
export function refusalSentence(refused: RefusedChange): string {
  const { change, message } = refused;
  const title = truncate(fieldsOf(refused).title);
  if (isOfDeleted(refused) && change.kind === "restore") return `“${title}” is no longer in the trash.`;
  if (isOfDeleted(refused)) return `“${title}” was deleted elsewhere, so your change could not be saved.`;
  if (refused.latest) return `“${title}” was changed elsewhere at the same time. Please choose between both.`;
  const what = { create: "added", update: "changed", delete: "deleted", restore: "restored" }[change.kind];
  return `“${title}” was not ${what}: ${message}`;
}
