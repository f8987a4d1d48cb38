"use client";

import { useEffect, useRef } from "react";

import type { Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import type { Reader } from "@/quick-entry";
import { formatRelative } from "@/tasks/due";
import type { Labels } from "@/tasks/entry";
import { readLines } from "@/tasks/pasted";
import type { TaskFields } from "@/tasks/task";
import { Button } from "@/ui/button";

/** Asks what several pasted lines are to be: a task each, or one line. */
export default function PastedLines({
  lines,
  read,
  clock,
  labels,
  addAll,
  asOne,
  close,
}: {
  lines: readonly string[];
  read: Reader;
  clock: Clock;
  labels: Labels | undefined;
  addAll: (tasks: TaskFields[]) => void;
  asOne: () => void;
  close: () => void;
}) {
  const { tasks, faults } = readLines(lines, read, clock, labels);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div
      role="group"
      aria-label="Pasted lines"
      onKeyDown={(event) => event.key === "Escape" && close()}
      className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-3 text-sm"
    >
      <ol className="max-h-40 list-decimal overflow-y-auto pl-8 marker:text-muted" tabIndex={0} aria-label="Lines">
        {tasks.map((task, i) => (
          <li key={i} dir="auto" className="truncate">
            {task.title} <span className="text-muted">{formatRelative(task, clock, dateLocale())}</span>
          </li>
        ))}
      </ol>
      {faults.length > 0 && (
        <ul role="alert" className="text-danger">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {faults.length === 0 && (
          <Button ref={first} size="sm" onClick={() => addAll(tasks)}>
            Add {tasks.length} tasks
          </Button>
        )}
        <Button ref={faults.length > 0 ? first : undefined} size="sm" variant="secondary" onClick={asOne}>
          As one line
        </Button>
        <Button size="sm" variant="quiet" onClick={close}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
