import type { Answer } from "@/sync/database";
import { isAwaited, type Change } from "@/tasks/changes";
import { withTag } from "@/tasks/retag";
import { hasTag, type Retag } from "@/tasks/tags";
import type { Task } from "@/tasks/task";

/** A tag that is renamed, on its way to the backend. */
interface Run {
  retag: Retag;
  first: Change;
  /** Its changes, by id, and whether the backend has answered: each goes once the copy has what the answer said. */
  answered: Map<string, boolean>;
  /** The tasks that the user has given the tag since. */
  spared: Set<string>;
}

/** The tasks that have a tag although it was renamed before they came. */
export interface Rest {
  retag: Retag;
  earlier: Change;
  tasks: Task[];
}

/**
 * Finds what a renamed tag has missed: a task that another device has given it meanwhile, or the next occurrence of one
 * that was completed before. It looks once all changes are sent and a later pull has ended, and not where some were
 * undone, nor at what the user has given the tag since.
 */
export class RetagRest {
  private readonly runs = new Map<string, Run>();

  /** Takes in the outbox's changes, the answers on top of the copy and all tasks, and returns what is left to do. */
  look(changes: readonly Change[], answers: ReadonlyMap<string, Answer>, tasks: Task[]): Rest[] {
    changes.forEach((change) => this.note(change));
    const pending = new Set(changes.map(({ id }) => id));
    const answered = new Set(Array.from(answers.values(), ({ key }) => key[1]));
    return Array.from(this.runs).flatMap(([key, run]) => {
      for (const [id, was] of run.answered) {
        if (answered.has(id)) run.answered.set(id, true);
        else if (pending.has(id)) continue;
        else if (was) run.answered.delete(id);
        else return this.end(key); // undone before it was sent
      }
      if (run.answered.size > 0) return [];
      this.end(key);
      const left = withTag(tasks, run.retag.from).filter((task) => !run.spared.has(task.id) && !isAwaited(task));
      return left.length > 0 ? [{ retag: run.retag, earlier: run.first, tasks: left }] : [];
    });
  }

  private note(change: Change) {
    if (change.kind !== "update" && change.kind !== "create") return;
    const retag = change.kind === "update" && change.retag;
    if (retag) {
      const key = JSON.stringify([retag.from, retag.to]);
      const run = this.runs.get(key) ?? { retag, first: change, answered: new Map(), spared: new Set() };
      this.runs.set(key, run);
      if (!run.answered.has(change.id)) run.answered.set(change.id, false);
      return;
    }
    for (const { retag, first, spared } of this.runs.values())
      if (change.seq > first.seq && hasTag(change.fields.tags ?? [], retag.from)) spared.add(change.task);
  }

  private end(key: string): Rest[] {
    this.runs.delete(key);
    return [];
  }
}
