import { patched } from "@/tasks/changes";
import { forgetLine } from "@/tasks/entry-line";
import { isConflict } from "@/tasks/merge";
import { fieldsOf, isOfDeleted, isUsedUp, type RefusedChange } from "@/tasks/refused";
import type { Task, TaskFields } from "@/tasks/task";

/** What the editor is opened with. */
export interface Draft {
  /** The task that is changed; null for what shall become one. */
  task: Task | null;
  fields: TaskFields;
  /** What the backend has said against which field. */
  errors: Record<string, string>;
  /** The refused change that it mends. */
  refused?: string;
  /** The id of the task whose creation it mends. */
  id?: string;
  /** What has been typed into the editor's form since. */
  typed?: Record<string, unknown>;
  /** The lines of subtasks that are typed and not saved, by their ids; that of a new one by "". */
  lines?: Record<string, string>;
}

/** Returns what the editor is opened with to mend a refused change, with what the backend has said against it. */
export function draftOf(refused: RefusedChange): Draft {
  const { id, change, message, fields } = refused;
  if (isConflict(refused)) {
    const task = patched(refused.latest, refused.change.fields, change.at, "UTC");
    return { task, fields: task, errors: {} };
  }
  const errors = Object.keys(fields).length > 0 ? fields : { title: message };
  const createsTask = change.kind === "create" || isOfDeleted(refused);
  return {
    task: createsTask ? null : change.before,
    fields: fieldsOf(refused),
    errors: isOfDeleted(refused) ? {} : errors,
    refused: id,
    ...(change.kind === "create" && !isUsedUp(refused) ? { id: change.task } : {}),
  };
}

// In the tab's own storage: another tab has another editor, and a session that ends in between leaves it.
const entry = (user: string) => `todo.draft.${user}`;

/** Keeps what a user has typed and not saved, should the page go before; undefined forgets it. */
export function keepDraft(user: string, draft: Draft | undefined) {
  try {
    if (draft) sessionStorage.setItem(entry(user), JSON.stringify(draft));
    else sessionStorage.removeItem(entry(user));
  } catch {
    // A browser that keeps nothing: it lives as long as the editor is open.
  }
}

/** Returns what a user has typed in this tab and not saved. */
export function keptDraft(user: string): Draft | undefined {
  try {
    const draft = JSON.parse(sessionStorage.getItem(entry(user)) ?? "null") as Draft | null;
    return draft?.fields ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets what a user has typed: the account is deleted. */
export function forgetDrafts(user: string) {
  keepDraft(user, undefined);
  forgetLine(user);
}
