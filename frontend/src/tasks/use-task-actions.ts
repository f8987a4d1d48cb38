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
import type { Priority, Task, TaskFields } from "@/tasks/task";
import type { ListFocus } from "@/tasks/use-list-focus";
import type { UpdateListing } from "@/tasks/use-listing";
import { useUndoStack } from "@/tasks/use-undo-stack";
import { toast } from "@/ui/toast";

export interface TaskActions extends RowActions {
  /** Creates a task; id is that of an earlier creation, which was refused. */
  add: (fields: TaskFields, id?: string) => void;
  setPriority: (task: Task, priority: Priority | null) => void;
  /** Opens a refused change with what the backend has said against it. */
  mend: (refused: RefusedChange) => void;
  save: (draft: Draft, fields: TaskFields) => void;
  /** Undoes the last change that can be undone. */
  undo: () => void;
}

/** Returns what can be done with tasks. */
export function useTaskActions({
  listing,
  updateListing,
  clock,
  focus,
  openDraft,
}: {
  listing: Listing;
  updateListing: UpdateListing;
  clock: Clock;
  focus: ListFocus;
  openDraft: (draft: Draft) => void;
}): { rowActions: RowActions; actions: TaskActions } {
  const { id: user } = useUser();
  const { outbox } = useOutbox();
  const { push, undo } = useUndoStack();

  // They stay the same, so that a row is rendered again only when its task changes.
  const rowActions = useMemo((): RowActions => {
    return {
      complete(task) {
        focus.hold();
        // The backend creates the next occurrence as it completes this one, and no undo takes that back.
        const held = !task.completed && task.is_recurring && task.due_date !== null;
        const change = outbox.update(task, { completed: !task.completed }, { held });
        push(change, `“${truncate(task.title)}” is ${task.completed ? "open again" : "done"}`);
      },
      edit(task) {
        focus.rememberEdited();
        openDraft({ task, fields: task, errors: {} });
      },
      remove(task) {
        focus.hold();
        push(outbox.delete(task), `Deleted “${truncate(task.title)}”`);
      },
    };
  }, [outbox, focus, push, openDraft]);

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

  const setPriority = (task: Task, priority: Priority | null) => void outbox.update(task, { priority });
  const mend = (refused: RefusedChange) => openDraft(draftOf(refused));
  return { rowActions, actions: { ...rowActions, add, save, setPriority, mend, undo } };
}
