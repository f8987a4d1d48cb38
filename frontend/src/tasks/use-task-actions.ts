"use client";

import { useMemo } from "react";

import type { Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { truncate } from "@/lib/text";
import { useUser } from "@/session/signed-in";
import { applyChange, changedFields, nextOccurrence } from "@/tasks/changes";
import { draftOf, type Draft } from "@/tasks/drafts";
import { formatRelative } from "@/tasks/due";
import { defaultListing, matches, type Listing } from "@/tasks/listing";
import type { Outbox } from "@/tasks/outbox";
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
  /** Creates several tasks, which one undo takes back. */
  addAll: (tasks: TaskFields[]) => void;
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
  const { zone } = clock;

  // They stay the same, so that a row is rendered again only when its task changes.
  const rowActions = useMemo((): RowActions => {
    return {
      complete(task) {
        if (isAwaited(outbox, task)) return;
        focus.hold();
        const title = truncate(task.title);
        const change = outbox.update(task, { completed: !task.completed });
        if (task.completed) return push([change], `“${title}” is open again`);
        push([change], task.is_recurring ? doneUntil(task, zone) : `“${title}” is done`);
      },
      edit(task) {
        if (isAwaited(outbox, task)) return;
        focus.rememberEdited();
        openDraft({ task, fields: task, errors: {} });
      },
      remove(task) {
        if (isAwaited(outbox, task)) return;
        focus.hold();
        push([outbox.delete(task)], `Deleted “${truncate(task.title)}”`);
      },
    };
  }, [outbox, focus, push, openDraft, zone]);

  function add(fields: TaskFields, id?: string) {
    const task = applyChange(outbox.create(fields, id), null, user, zone);
    if (!task || matches(task, listing, clock)) return;
    toast({
      message: `Added “${truncate(fields.title)}”. It is not in this view.`,
      action: { label: "Show", hint: "Choose the open tasks", run: () => updateListing(defaultListing) },
    });
  }

  function addAll(tasks: TaskFields[]) {
    const changes = tasks.map((fields) => outbox.create(fields));
    push(changes, `Added ${tasks.length} tasks`);
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

  function setPriority(task: Task, priority: Priority | null) {
    if (!isAwaited(outbox, task)) outbox.update(task, { priority });
  }
  const mend = (refused: RefusedChange) => openDraft(draftOf(refused));
  return { rowActions, actions: { ...rowActions, add, addAll, save, setPriority, mend, undo } };
}

/** Reports whether a task but stands for its next occurrence, which is not here yet, and says so. */
function isAwaited(outbox: Outbox, task: Task): boolean {
  const { acknowledged, changes } = outbox.get();
  const last = [...acknowledged, ...changes].findLast((change) => change.task === task.id);
  const awaited = !task.completed && last !== undefined && nextOccurrence(last, null) !== null;
  if (awaited) toast({ message: `“${truncate(task.title)}” is done. Its next one is not here yet.` });
  return awaited;
}

const patience = 1000; // milliseconds that a message waits for what computes the next date

/** Returns the sentence about a recurring task that is completed, with its next date where that is at hand. */
async function doneUntil(task: Task, zone: string): Promise<string> {
  const clock = { now: Date.now(), zone };
  const late = new Promise<[]>((resolve) => setTimeout(resolve, patience, []));
  const known = import("@/tasks/next-due").then(({ nextDues }) => nextDues(task, clock, 1)).catch(() => []);
  const [next] = await Promise.race([known, late]);
  const words = next ? `. It comes back: ${formatRelative(next, clock, dateLocale())}` : "";
  return `“${truncate(task.title)}” is done${words}`;
}
