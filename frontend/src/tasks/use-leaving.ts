"use client";

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Task } from "@/tasks/task";

const time = 250; // milliseconds, as --animate-leave of globals.css

interface Departure {
  task: Task;
  index: number;
  /** The id of the task above it. */
  above: string | undefined;
}

/** What the list shows: a task that leaves stays in its place for a moment, so that no click meets the next one. */
export interface Leaving {
  tasks: Task[] | undefined;
  leaving: ReadonlySet<string>;
  /** Has tasks stay for a moment, as they are to be seen, should they leave the list now. */
  leave: (tasks: Task[]) => void;
}

/** Returns what the list shows of tasks; leave stays the same. */
export function useLeaving(tasks: Task[] | undefined): Leaving {
  const [departures, setDepartures] = useState<Departure[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const shown = useMemo(() => withDepartures(tasks, departures), [tasks, departures]);
  const shownRef = useRef(shown.tasks);
  useLayoutEffect(() => {
    shownRef.current = shown.tasks;
  }, [shown]);
  useEffect(() => {
    const running = timers.current;
    return () => running.forEach(clearTimeout);
  }, []);
  const leave = useMemo(
    () => (going: Task[]) => {
      const list = shownRef.current ?? [];
      const from = going.flatMap((task) => {
        const index = list.findIndex((t) => t.id === task.id);
        return index < 0 ? [] : [{ task, index, above: list[index - 1]?.id }];
      });
      setDepartures((others) => [...others, ...from].sort((a, b) => a.index - b.index));
      const timer = setTimeout(() => {
        timers.current.delete(timer);
        setDepartures((others) => others.filter((other) => !from.includes(other)));
      }, time);
      timers.current.add(timer);
    },
    [],
  );
  return { ...shown, leave };
}

/** Returns tasks with those that have just left, each below the task that it was below. */
export function withDepartures(tasks: Task[] | undefined, departures: Departure[]): Omit<Leaving, "leave"> {
  const here = new Set(tasks?.map(({ id }) => id));
  const gone = departures.filter(({ task }) => !here.has(task.id));
  if (!tasks || gone.length === 0) return { tasks, leaving: new Set() };
  const shown = [...tasks];
  for (const { task, index, above } of gone) {
    const place = above === undefined ? 0 : shown.findIndex(({ id }) => id === above) + 1;
    shown.splice(place > 0 || index === 0 ? place : Math.min(index, shown.length), 0, task);
  }
  return { tasks: shown, leaving: new Set(gone.map(({ task }) => task.id)) };
}
