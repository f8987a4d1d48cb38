"use client";

import { useEffect, useRef } from "react";

import { hearSwipes, type SwipeActions } from "@/tasks/swipe";
import type { Task } from "@/tasks/task";
import type { Popups } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import type { TaskActions } from "@/tasks/use-task-actions";

/** Has a swipe to the right complete a task, one to the left open its date, and a long press its menu. */
export default function Swipes({
  tasks,
  selection,
  actions,
  popups,
}: {
  tasks: Task[];
  selection: Selection;
  actions: TaskActions;
  popups: Popups;
}) {
  const latest = useRef<SwipeActions>(undefined);
  useEffect(() => {
    const at = (run: (task: Task, place: DOMRect) => void) => (row: HTMLElement) => {
      const task = tasks.find(({ id }) => id === row.dataset.row);
      if (task) run(task, row.getBoundingClientRect());
    };
    const { open } = popups;
    latest.current = {
      right: at((task) => actions.complete([task])),
      left: at((task, place) => open("date", [task], place)),
      held: at((task, place) => open("menu", selection.ids.has(task.id) ? selection.tasks : [task], place)),
    };
  });
  useEffect(() => {
    const run = (name: keyof SwipeActions) => (row: HTMLElement) => latest.current?.[name](row);
    return hearSwipes({ right: run("right"), left: run("left"), held: run("held") });
  }, []);
  return null;
}
