"use client";

import { useMemo } from "react";

import type { Clock } from "@/lib/dates";
import { useUser } from "@/session/signed-in";
import type { List } from "@/sync/database";
import type { Snapshot } from "@/sync/replica";
import type { Change } from "@/tasks/changes";
import { matches, type Listing, type Named } from "@/tasks/listing";
import { useCopy, useOutbox } from "@/tasks/outbox-provider";
import { withChanges } from "@/tasks/overlay";
import { inOrder } from "@/tasks/sort";
import type { Task } from "@/tasks/task";
import { useClock } from "@/tasks/use-clock";

// The tasks of a snapshot with changes on top, which several parts of a page want.
const latest = new WeakMap<Snapshot, { changes: Change[]; zone: string; tasks: Task[] }>();

function allTasks(copy: Snapshot, changes: Change[], user: string, zone: string): Task[] {
  const kept = latest.get(copy);
  if (kept?.changes === changes && kept.zone === zone) return kept.tasks;
  const tasks = withChanges(copy.tasks, copy.answers, changes, user, zone);
  latest.set(copy, { changes, zone, tasks });
  return tasks;
}

/** Returns the tasks that the device has, changes included, in no order, and whether these are all. */
export function useAllTasks() {
  const { id: user } = useUser();
  const { copy, pull } = useCopy();
  const { changes } = useOutbox();
  const { zone } = useClock();
  const { isError, error, isPaused, refetch } = pull;
  const query = {
    isError,
    error,
    isPaused: isPaused && copy.read !== "nothing",
    refetch,
    /** Whether the first pull is under way, and has brought some of the tasks. */
    isComing: !copy.synced && !isError && copy.tasks.size > 0,
  };
  return { copy, tasks: allTasks(copy, changes, user, zone), whole: copy.read === "all" && copy.synced, query };
}

/** Returns the tasks of a listing, changes included, and the counts of all. */
export function useTasks(listing: Listing) {
  const clock = useClock();
  const { copy, tasks, whole, query } = useAllTasks();
  const read = copy.read === "all" || (copy.read === "open" && listing.state === "open");
  const seen = useMemo(() => {
    const found = read ? tasksOf(tasks, listing, clock, copy.lists) : [];
    if (!whole && copy.lists.length === 0 && found.length === 0) return undefined;
    return {
      tasks: found.length > 0 || (read && copy.synced) ? found : undefined, // the backend may well have some
      counts: whole ? countTasks(tasks) : countLists(copy.lists),
    };
  }, [tasks, copy, read, whole, listing, clock]);
  return { query, seen, clock };
}

/** Returns those of tasks that are in a listing, in its order. */
export function tasksOf(tasks: Task[], listing: Listing, clock: Clock, lists: Named): Task[] {
  const matching = tasks.filter((task) => matches(task, listing, clock, lists));
  return inOrder(once(matching, listing), listing.sort, clock.zone);
}

/** Of a task that stands for its next occurrence as well, a list of all has the completed one alone. */
function once(tasks: Task[], { state }: Listing): Task[] {
  if (state !== "all") return tasks;
  const ids = new Set<string>();
  return tasks.filter(({ id }) => !ids.has(id) && ids.add(id));
}

function countTasks(tasks: Task[]) {
  return { total: tasks.length, completed: tasks.reduce((n, task) => n + Number(task.completed), 0) };
}

function countLists(lists: List[]) {
  const sum = (name: "total" | "completed") => lists.reduce((n, list) => n + list[name], 0);
  return { total: sum("total"), completed: sum("completed") };
}
