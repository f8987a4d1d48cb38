"use client";

import type { Clock } from "@/lib/dates";
import type { Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import { dueToday, overdueOf } from "@/tasks/overdue";
import type { Task } from "@/tasks/task";
import { useUndo } from "@/tasks/use-undo";

/** Returns what makes all of Today that is overdue due today, as one change that can be undone; undefined without. */
export function useOverdueToToday(tasks: Task[] | undefined, listing: Listing, clock: Clock): (() => void) | undefined {
  const { outbox } = useOutbox();
  const { doing } = useUndo();
  if (listing.view !== "today" || !tasks) return undefined;
  const overdue = overdueOf(tasks, clock);
  if (overdue.length === 0) return undefined;
  const message = overdue.length === 1 ? "1 task is due today now" : `${overdue.length} tasks are due today now`;
  return () => doing(() => overdue.forEach((task) => outbox.update(task, dueToday(task, clock))), message);
}
