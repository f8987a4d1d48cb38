"use client";

import { useEffect, useMemo, useRef, useState } from "react";

import type { Task } from "@/tasks/task";

export interface Selection {
  ids: ReadonlySet<string>;
  /** The selected tasks, in the order of the list. */
  tasks: Task[];
  toggle: (task: Task) => void;
  /** Selects all from where the selection began to a task, and no others. */
  extendTo: (task: Task, from: Task) => void;
  clear: () => void;
}

/** Returns which of the tasks are selected; one that leaves the list is selected no more. */
export function useSelection(all: Task[] | undefined): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const tasks = useMemo(() => (chosen.size > 0 ? (all ?? []).filter(({ id }) => chosen.has(id)) : []), [all, chosen]);
  const ids = useMemo(() => new Set(tasks.map(({ id }) => id)), [tasks]);
  useEffect(() => {
    if (ids.size < chosen.size) setChosen(ids); // it does not come back with a task that does
  }, [ids, chosen]);
  return {
    ids,
    tasks,
    toggle(task) {
      anchor.current = task.id;
      setChosen(ids.has(task.id) ? new Set([...ids].filter((id) => id !== task.id)) : new Set([...ids, task.id]));
    },
    extendTo(task, from) {
      if (ids.size === 0 || !all?.some(({ id }) => id === anchor.current)) anchor.current = from.id;
      setChosen(between(all ?? [], anchor.current, task.id));
    },
    clear() {
      anchor.current = undefined;
      setChosen(new Set());
    },
  };
}

/** Returns the ids of the tasks from one to another, whichever stands first. */
export function between(all: Task[], from: string | undefined, to: string): ReadonlySet<string> {
  const places = [from, to].map((id) => all.findIndex((task) => task.id === id));
  const [first = 0, last = 0] = places.toSorted((a, b) => a - b);
  return new Set(all.slice(Math.max(0, first), last + 1).map(({ id }) => id));
}
