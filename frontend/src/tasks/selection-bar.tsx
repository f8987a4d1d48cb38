"use client";

import { CalendarDays, CheckCircle2, Flag, Hash, List, Trash2, X } from "lucide-react";
import { useEffect, type ReactNode } from "react";

import type { PopupKind } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import type { TaskActions } from "@/tasks/use-task-actions";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import type { Task } from "@/tasks/task";

/** What can be done with the selected tasks. */
export default function SelectionBar({
  selection,
  actions,
  open,
  clear,
}: {
  selection: Selection;
  actions: TaskActions;
  open: (kind: PopupKind, tasks: Task[], at: DOMRect) => void;
  clear: () => void;
}) {
  const { tasks } = selection;
  useEffect(() => {
    document.body.dataset.selecting = "";
    return () => void delete document.body.dataset.selecting;
  }, []);
  const opening = (label: string, kind: PopupKind, icon: ReactNode) => (
    <Act label={label} run={(at) => open(kind, tasks, at)} opens="dialog">
      {icon}
    </Act>
  );
  return (
    <div
      role="toolbar"
      aria-label="The selected tasks"
      className={cn(
        "fixed inset-x-3 bottom-3 z-30 max-sm:bottom-[calc(4rem+env(safe-area-inset-bottom))]",
        "flex animate-in items-center justify-between rounded-xl border sm:gap-1",
        "border-edge bg-surface p-1.5 shadow-lg sm:left-1/2 sm:right-auto sm:-translate-x-1/2",
      )}
    >
      <span className="whitespace-nowrap px-2 text-sm font-medium tabular-nums">
        {tasks.length} <span className="max-sm:sr-only">selected</span>
      </span>
      <Act label={tasks.every((t) => t.completed) ? "Open again" : "Done"} run={() => actions.complete(tasks)}>
        <CheckCircle2 aria-hidden />
      </Act>
      {opening("Date", "date", <CalendarDays aria-hidden />)}
      {opening("List", "list", <List aria-hidden />)}
      {opening("Tag", "tag", <Hash aria-hidden />)}
      {opening("Priority", "priority", <Flag aria-hidden />)}
      <Act label="Delete" run={() => actions.remove(tasks)}>
        <Trash2 aria-hidden />
      </Act>
      <Act label="End the selection" run={clear}>
        <X aria-hidden />
      </Act>
    </div>
  );
}

function Act({
  label,
  run,
  opens,
  children,
}: {
  label: string;
  run: (at: DOMRect) => void;
  opens?: "dialog";
  children: ReactNode;
}) {
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={label}
      title={label}
      aria-haspopup={opens}
      onClick={(event) => run(event.currentTarget.getBoundingClientRect())}
    >
      {children}
    </Button>
  );
}
