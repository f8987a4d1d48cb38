"use client";

import { useMemo } from "react";

import type { Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { truncate } from "@/lib/text";
import { useUser } from "@/session/signed-in";
import { applyChange, changedFields, isAwaited } from "@/tasks/changes";
import { draftOf, type Draft } from "@/tasks/drafts";
import { formatRelative } from "@/tasks/due";
import { defaultListing, matches, type Listing } from "@/tasks/listing";
import { useCopy, useOutbox } from "@/tasks/outbox-provider";
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
  /** Creates several tasks, which one undo takes back. */
  addAll: (tasks: TaskFields[]) => void;
  /** Opens a refused change with what the backend has said against it. */
  mend: (refused: RefusedChange) => void;
  /** Creates the task that a draft has become. */
  addDraft: (draft: Draft, fields: TaskFields) => void;
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
  const { copy } = useCopy();
  const { doing, undo } = useUndo();
  const { zone } = clock;

  // They stay the same, so that a row is rendered again only when its task changes.
  const stable = useMemo(() => {
    const complete = (those: Task[]) => {
      const tasks = present(those);
      const completed = !tasks.every((task) => task.completed);
      const changing = tasks.filter((task) => task.completed !== completed);
      const [first] = changing;
      if (!first) return;
      focus.hold(tasks[0]);
      // What recurs stays, as its next occurrence.
      leave(changing.filter((task) => !completed || !task.is_recurring).map((task) => ({ ...task, completed })));
      const comesBack = completed && changing.length === 1 && first.is_recurring;
      const message = comesBack ? doneUntil(first, zone) : sentence(changing, completed ? "is done" : "is open again");
      doing(() => changing.forEach((task) => outbox.update(task, { completed })), message);
    };
    const remove = (those: Task[]) => {
      const tasks = present(those);
      focus.hold(tasks[0]);
      leave(tasks);
      doing(() => tasks.forEach((task) => outbox.delete(task)), `Deleted ${named(tasks)}`);
    };
    const edit = (task: Task) => {
      if (present([task]).length === 0) return;
      focus.rememberEdited();
      openDraft({ task, fields: task, errors: {} });
    };
    const change = (those: Task[], patch: (task: Task) => TaskPatch, is?: string) => {
      const tasks = present(those);
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
  }, [outbox, focus, leave, doing, openDraft, zone]);

  const rowActions = useMemo(
    (): RowActions => ({
      complete: (task) => stable.complete([task]),
      remove: (task) => stable.remove([task]),
      edit: stable.edit,
    }),
    [stable],
  );

  function add(fields: TaskFields, id?: string) {
    const task = applyChange(outbox.create(fields, id), null, user, zone);
    if (!task || matches(task, listing, clock, copy.lists)) return;
    toast({
      message: `Added “${truncate(fields.title)}”. It is not in this view.`,
      action: { label: "Show", hint: "Choose the open tasks", run: () => updateListing(defaultListing) },
    });
  }

  function addAll(tasks: TaskFields[]) {
    doing(() => tasks.forEach((fields) => outbox.create(fields)), `Added ${tasks.length} tasks`);
  }

  function addDraft({ id, refused }: Draft, fields: TaskFields) {
    add(fields, id);
    if (refused) outbox.discard(refused);
  }

  const mend = (refused: RefusedChange) => openDraft(draftOf(refused));
  return { rowActions, actions: { ...stable, add, addAll, addDraft, mend, undo } };
}

function named(tasks: Task[]): string {
  const [task] = tasks;
  return tasks.length === 1 && task ? `“${truncate(task.title)}”` : `${tasks.length} tasks`;
}

/** Says of tasks what one is: "“Milk” is done", "3 tasks are done". */
function sentence(tasks: Task[], is: string): string {
  return `${named(tasks)} ${tasks.length === 1 ? is : is.replace(/^is /, "are ").replace(/^has /, "have ")}`;
}

/** Returns those of tasks that are here; the others but stand for their next occurrences, which it says. */
function present(tasks: Task[]): Task[] {
  const awaited = tasks.filter(isAwaited);
  const are = awaited.length === 1 ? "is done. Its next one is" : "are done. Their next ones are";
  if (awaited.length > 0) toast({ message: `${named(awaited)} ${are} not here yet.` });
  return tasks.filter((task) => !isAwaited(task));
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
