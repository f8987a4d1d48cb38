"use client";

import type { Clock } from "@/lib/dates";
import { overviewOf, type Overview } from "@/tasks/figures";
import type { Task } from "@/tasks/task";
import { useClock } from "@/tasks/use-clock";
import { useAllTasks } from "@/tasks/use-tasks";

// The overview that was asked for last, which several parts of a page want.
let latest: { tasks: Task[]; clock: Clock; data: Overview } | undefined;

function overview(tasks: Task[], clock: Clock): Overview {
  const isLatest = latest?.tasks === tasks && latest.clock.now === clock.now && latest.clock.zone === clock.zone;
  if (!latest || !isLatest) latest = { tasks, clock, data: overviewOf(tasks, clock) };
  return latest.data;
}

/** Returns what is due and what was done, changes included; no data until all tasks are there. */
export function useOverview() {
  const { tasks, whole, query } = useAllTasks();
  const clock = useClock();
  return { ...query, data: whole ? overview(tasks, clock) : undefined };
}
