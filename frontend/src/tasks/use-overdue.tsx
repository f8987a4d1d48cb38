"use client";

import type { Clock } from "@/lib/dates";
import type { Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import { dueToday, overdueOf } from "@/tasks/overdue";
import type { Task } from "@/tasks/task";
import { toast } from "@/ui/toast";

/** Returns what makes all of Today that is overdue due today, as one change that can be undone; undefined without. */
export function useOverdueToToday(tasks: Task[] | undefined, listing: Listing, clock: Clock): (() => void) | undefined {
  const { outbox } = useOutbox();
  if (listing.view !== "today" || !tasks) return undefined;
  const overdue = overdueOf(tasks, clock);
  if (overdue.length === 0) return undefined;
  return () => {
    const changes = overdue.map((task) => outbox.update(task, dueToday(task, clock)));
    toast({
      message: changes.length === 1 ? "1 task is due today now" : `${changes.length} tasks are due today now`,
      action: {
        label: "Undo",
        hint: "Gives each task the date that it had",
        run: () => changes.toReversed().forEach((change) => outbox.undo(change)),
      },
    });
  };
}
