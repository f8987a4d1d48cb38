import { changedFields, patched, reversed, type Change } from "@/tasks/changes";
import { conflictOf, withFields } from "@/tasks/conflict";
import type { Draft } from "@/tasks/drafts";
import { toForm, type Form } from "@/tasks/editor-form";
import { followed, formPart } from "@/tasks/editor-parts";
import { fieldsOfParts, isEmpty, partsOf, pick } from "@/tasks/merge";
import type { Outbox } from "@/tasks/outbox";
import { fieldsOf, type RefusedChange } from "@/tasks/refused";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

/** What an editor has saved since it was opened. */
export class Opening {
  /** The task as the form has it, but for what has been typed since the last save; null for a new one. */
  base: Task | null;
  /** The fields from which the form changes: those of base, or of a refused change until it is mended. */
  fields: TaskFields;
  /** Whether something may have to be saved. */
  typed: boolean;
  /** Whether the form is being changed by another hand than the user's. */
  follows = false;
  /** The lines of subtasks that are typed and not saved, by their ids; that of a new one by "". */
  readonly lines: Record<string, string>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The changes that it has made. */
  readonly ids = new Set<string>();
  private last: Change | undefined;
  private mends: string | undefined;
  private refused: RefusedChange | undefined;

  constructor(private readonly opened: Draft) {
    this.base = opened.task;
    this.fields = opened.fields;
    this.typed = opened.typed !== undefined;
    this.mends = opened.refused;
    this.lines = { ...opened.lines };
  }

  /**
   * Saves those of the fields that differ from base; what is contested waits with the conflict. Those of a new task go
   * into the refused change that it is made of, until it is added.
   */
  save(outbox: Outbox, fields: TaskFields, zone: string) {
    const refused = this.refusedIn(outbox);
    if (!this.base) return refused && outbox.putBack(retyped(refused, this.inPlace(outbox, fields), zone));
    const before = this.withoutRefused(outbox, this.base, zone);
    const patch = changedFields(before, fields);
    if (isEmpty(patch)) return;
    const conflict = conflictOf(outbox.get().refused, before.id);
    const contested = conflict ? partsOf(conflict.change.fields) : [];
    const waits = fieldsOfParts(patch, contested);
    if (conflict && !isEmpty(waits)) {
      const others = fieldsOfParts(conflict.change.fields, partsOf(waits), false);
      outbox.putBack(withFields(conflict, { ...others, ...waits }));
    }
    const rest: TaskPatch = fieldsOfParts(patch, contested, false);
    if (!isEmpty(rest)) {
      this.last = outbox.update(before, rest, { earlier: this.last });
      this.ids.add(this.last.id);
    }
    if (this.mends) outbox.discard(this.mends);
    this.mends = undefined;
    this.base = this.fields = patched(before, patch, new Date().toISOString(), zone);
  }

  /** Returns the fields of a new task with its place, where the creation that was refused had chosen one. */
  inPlace(outbox: Outbox, fields: TaskFields): TaskFields {
    const refused = this.refusedIn(outbox);
    if (refused?.change.kind !== "create") return fields;
    const chosen = Object.entries(refused.change.fields).filter(
      ([name, value]) => ["list_id", "parent_id", "position"].includes(name) && value && !(name in refused.fields),
    );
    return { ...Object.fromEntries(chosen), ...fields };
  }

  /** Returns the refused change that is mended, also once another tab has dealt with it. */
  private refusedIn(outbox: Outbox): RefusedChange | undefined {
    this.refused = outbox.get().refused.find(({ id }) => id === this.mends) ?? this.refused;
    return this.refused;
  }

  /** Returns the task without what the backend has refused of this opening: it is changed anew. */
  private withoutRefused(outbox: Outbox, base: Task, zone: string): Task {
    for (const { id, change, latest } of outbox.get().refused) {
      if (latest || change.kind !== "update" || !this.ids.has(id)) continue;
      base = patched(base, reversed(change), base.updated_at, zone);
      outbox.discard(id);
    }
    return base;
  }

  /** Takes a task in that has changed elsewhere, and returns what the form shows of it. */
  follow(latest: Task, form: Form, zone: string, contested: readonly string[]): Partial<Form> {
    if (!this.base) return {};
    const { task, shown } = followed(this.base, latest, form, zone, contested);
    if (this.fields === this.base) this.fields = task;
    this.base = task;
    return shown;
  }

  /** Takes a part over as somebody else has it, and returns what the form shows of it. */
  take(latest: Task, part: string, zone: string): Partial<Form> {
    if (this.base) this.base = this.fields = { ...this.base, ...pick(latest, part) };
    return formPart(toForm({ task: latest, fields: latest, errors: {} }, zone), part);
  }

  /** Returns a draft with what the form holds, should the page go. */
  draft(typed: Record<string, unknown>): Draft {
    const { errors, id } = this.opened;
    const mends = this.mends ? { refused: this.mends } : {};
    const lines = isEmpty(this.lines) ? {} : { lines: { ...this.lines } };
    return { errors, ...(id ? { id } : {}), ...mends, ...lines, task: this.base, fields: this.fields, typed };
  }
}

/** Returns a refused change with what has been typed since; its title stays where that is empty. */
function retyped(refused: RefusedChange, fields: TaskFields, zone: string): RefusedChange {
  const { change } = refused;
  const typed = { ...fields, title: fields.title || fieldsOf(refused).title };
  if (change.kind === "create") return { ...refused, change: { ...change, fields: typed } };
  if (change.kind === "update") return { ...refused, change: { ...change, fields: typed } };
  return { ...refused, change: { ...change, before: patched(change.before, typed, change.at, zone) } };
}
