"use client";

import { useMemo } from "react";

import type { Clock } from "@/lib/dates";
import { truncate } from "@/lib/text";
import { useUser } from "@/session/signed-in";
import { applyChange, changedFields } from "@/tasks/changes";
import { draftOf, type Draft } from "@/tasks/drafts";
import { defaultListing, matches, type Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import type { RefusedChange } from "@/tasks/refused";
import type { RowActions } from "@/tasks/row";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";
import type { ListFocus } from "@/tasks/use-list-focus";
import type { UpdateListing } from "@/tasks/use-listing";
import { useUndo } from "@/tasks/use-undo";
import { toast } from "@/ui/toast";

/** What can be done with several tasks at once, which is one request and one step for undo. */
export interface TaskActions {
  /** Completes tasks; opens them again where all are done. */
  complete: (tasks: Task[]) => void;
  remove: (tasks: Task[]) => void;
  edit: (task: Task) => void;
  /** Changes tasks, and says what they are then: "is due tomorrow". */
  change: (tasks: Task[], patch: (task: Task) => TaskPatch, is?: string) => void;
  /** Creates a task; id is that of an earlier creation, which was refused. */
  add: (fields: TaskFields, id?: string) => void;
  /** Opens a refused change with what the backend has said against it. */
  mend: (refused: RefusedChange) => void;
  save: (draft: Draft, fields: TaskFields) => void;
  /** Undoes the last thing that was done. */
  undo: () => void;
}

/** Returns what can be done with tasks. */
export function useTaskActions({
  listing,
  updateListing,
  clock,
  focus,
  leave,
  openDraft,
}: {
  listing: Listing;
  updateListing: UpdateListing;
  clock: Clock;
  focus: ListFocus;
  leave: (tasks: Task[]) => void;
  openDraft: (draft: Draft) => void;
}): { rowActions: RowActions; actions: TaskActions } {
  const { id: user } = useUser();
  const { outbox } = useOutbox();
  const { doing, undo } = useUndo();

  // They stay the same, so that a row is rendered again only when its task changes.
  const stable = useMemo(() => {
    const complete = (tasks: Task[]) => {
      const completed = !tasks.every((task) => task.completed);
      const changing = tasks.filter((task) => task.completed !== completed);
      focus.hold(tasks[0]);
      leave(changing.map((task) => ({ ...task, completed })));
      doing(() => {
        for (const task of changing) {
          // The backend creates the next occurrence as it completes this one, and no undo takes that back.
          const held = completed && task.is_recurring && task.due_date !== null;
          outbox.update(task, { completed }, { held });
        }
      }, sentence(changing, completed ? "is done" : "is open again"));
    };
    const remove = (tasks: Task[]) => {
      focus.hold(tasks[0]);
      leave(tasks);
      doing(() => tasks.forEach((task) => outbox.delete(task)), `Deleted ${named(tasks)}`);
    };
    const edit = (task: Task) => {
      focus.rememberEdited();
      openDraft({ task, fields: task, errors: {} });
    };
    const change = (tasks: Task[], patch: (task: Task) => TaskPatch, is?: string) => {
      focus.hold(tasks[0]);
      const run = () =>
        tasks.forEach((task) => {
          const fields = changedFields(task, patch(task) as TaskFields);
          if (Object.keys(fields).length > 0) outbox.update(task, fields);
        });
      if (is) doing(run, sentence(tasks, is));
      else outbox.together(run);
    };
    return { complete, remove, edit, change };
  }, [outbox, focus, leave, doing, openDraft]);

  const rowActions = useMemo(
    (): RowActions => ({
      complete: (task) => stable.complete([task]),
      remove: (task) => stable.remove([task]),
      edit: stable.edit,
    }),
    [stable],
  );

  function add(fields: TaskFields, id?: string) {
    const task = applyChange(outbox.create(fields, id), null, user);
    if (!task || matches(task, listing, clock)) return;
    toast({
      message: `Added “${truncate(fields.title)}”. It is not in this view.`,
      action: { label: "Show", hint: "Choose the open tasks", run: () => updateListing(defaultListing) },
    });
  }

  function save({ task, id, refused }: Draft, fields: TaskFields) {
    if (!task) {
      add(fields, id);
    } else {
      const patch = changedFields(task, fields);
      if (Object.keys(patch).length > 0) outbox.update(task, patch);
    }
    if (refused) outbox.discard(refused);
  }

  const mend = (refused: RefusedChange) => openDraft(draftOf(refused));
  return { rowActions, actions: { ...stable, add, save, mend, undo } };
}

function named(tasks: Task[]): string {
  const [task] = tasks;
  return tasks.length === 1 && task ? `“${truncate(task.title)}”` : `${tasks.length} tasks`;
}

/** Says of tasks what one is: "“Milk” is done", "3 tasks are done". */
function sentence(tasks: Task[], is: string): string {
  return `${named(tasks)} ${tasks.length === 1 ? is : is.replace(/^is /, "are ").replace(/^has /, "have ")}`;
}
