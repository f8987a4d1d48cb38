"use client";

import { useEffect, useRef } from "react";

import type { SwipeActions } from "@/tasks/swipe";
import type { Task } from "@/tasks/task";
import type { Popups } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import type { TaskActions } from "@/tasks/use-task-actions";
import { whenIdle } from "@/ui/idle";

/** Has a swipe to the right complete a task, one to the left open its date, and a long press its menu. */
export function useSwipes(
  tasks: Task[] | undefined,
  selection: Selection,
  { complete }: TaskActions,
  { open }: Popups,
) {
  const actions = useRef<SwipeActions>(undefined);
  useEffect(() => {
    const at = (run: (task: Task, place: DOMRect) => void) => (row: HTMLElement) => {
      const task = tasks?.find(({ id }) => id === row.dataset.row);
      if (task) run(task, row.getBoundingClientRect());
    };
    actions.current = {
      right: at((task) => complete([task])),
      left: at((task, place) => open("date", [task], place)),
      held: at((task, place) => open("menu", selection.ids.has(task.id) ? selection.tasks : [task], place)),
    };
  });
  useEffect(() => {
    let stop: (() => void) | undefined;
    let mounted = true;
    const load = async () => {
      const { hearSwipes } = await import("@/tasks/swipe");
      const run = (name: keyof SwipeActions) => (row: HTMLElement) => actions.current?.[name](row);
      if (mounted) stop = hearSwipes({ right: run("right"), left: run("left"), held: run("held") });
    };
    const cancel = whenIdle(() => load().catch(() => {})); // without it there is the menu
    return () => {
      mounted = false;
      cancel();
      stop?.();
    };
  }, []);
}
