"use client";

import { useMemo } from "react";

import { overviewOf } from "@/tasks/figures";
import { useClock } from "@/tasks/use-clock";
import { useAllTasks } from "@/tasks/use-tasks";

/** Returns what is due and what was done, changes included; no data until all tasks are there. */
export function useOverview() {
  const { tasks, whole, query } = useAllTasks();
  const clock = useClock();
  const data = useMemo(() => (whole ? overviewOf(tasks, clock) : undefined), [tasks, whole, clock]);
  return { ...query, data };
}
