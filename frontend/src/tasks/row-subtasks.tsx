"use client";

import { CornerLeftUp, ListChecks } from "lucide-react";

import type { Task } from "@/tasks/task";
import { useAllTasks } from "@/tasks/use-tasks";

/** How many of a task's subtasks are completed: "2/5". */
export function SubtaskCount({ total, completed }: Task["subtasks"]) {
  return (
    <span className="inline-flex items-center gap-1 tabular-nums">
      <ListChecks aria-hidden className="size-3.5" />
      <span aria-hidden>{`${completed}/${total}`}</span>
      <span className="sr-only">{`${completed} of ${total} ${total === 1 ? "subtask" : "subtasks"} completed`}</span>
    </span>
  );
}

/** The name of the task that a subtask belongs to. */
export function PartOf({ parent }: { parent: string }) {
  const { tasks } = useAllTasks();
  const task = tasks.find(({ id }) => id === parent);
  if (!task) return null;
  return (
    <span className="inline-flex min-w-0 max-w-60 items-center gap-1">
      <CornerLeftUp aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">Part of </span>
      <span dir="auto" className="truncate">
        {task.title}
      </span>
    </span>
  );
}
