import type { Change } from "@/tasks/changes";
import type { Task } from "@/tasks/task";

/**
 * What this tab has made of versions of tasks: where a change has led from one to the next, nobody else was in between,
 * and what was typed meanwhile on top of the former is on top of the next.
 */
export class TaskVersions {
  private readonly next = new Map<string, number>();

  /** Returns a change that names the version of its task which its user has seen, by what was confirmed since. */
  current(change: Change): Change {
    if (change.kind !== "update" || change.match === undefined) return change;
    return { ...change, match: this.follow(change.task, change.match) };
  }

  /** Notes what the backend has made of a change. */
  note(change: Change, task: Task | null) {
    if (!task) return;
    const from = change.kind === "create" ? 0 : this.follow(task.id, change.before.version);
    if (task.version === from + 1) this.next.set(`${task.id} ${from}`, task.version);
  }

  private follow(task: string, version: number): number {
    const next = this.next.get(`${task} ${version}`);
    return next === undefined ? version : this.follow(task, next);
  }
}
