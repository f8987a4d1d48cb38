import { isConflict, type Conflict } from "@/tasks/merge";
import type { RefusedChange } from "@/tasks/refused";
import type { TaskPatch } from "@/tasks/task";

/** Returns the conflict about a task, if there is one. */
export function conflictOf(refused: RefusedChange[], task: string): Conflict | undefined {
  return refused.filter(isConflict).find((conflict) => conflict.change.task === task);
}

/** Returns a conflict with other fields of the user's. */
export function withFields(conflict: Conflict, fields: TaskPatch): Conflict {
  return { ...conflict, change: { ...conflict.change, fields } };
}
