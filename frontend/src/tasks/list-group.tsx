"use client";

import type { ReactNode } from "react";

import type { Clock } from "@/lib/dates";
import { Row, type RowActions } from "@/tasks/row";
import type { Task } from "@/tasks/task";
import { cn } from "@/ui/cn";

/** A heading, or a task, with its index among all tasks and its place in its group. */
export interface Item {
  key: string;
  group: number;
  index: number;
  place: number;
  /** Undefined for a heading. */
  task: Task | undefined;
}

// Where a measured height moves the rows, the list scrolls by as much: scroll anchoring (CSS) would do that twice.
const unanchored = "[overflow-anchor:none]";

/** What is in sight of the tasks below one heading. */
export function ListGroup({
  id,
  title,
  day,
  count,
  rows,
  action,
  measure,
  clock,
  unsent,
  actions,
}: {
  id: string;
  /** "" without a heading. */
  title: string;
  /** The day that the heading says, "" for none: rows do not repeat it. */
  day: string;
  /** How many tasks are below the heading, in sight or not. */
  count: number;
  rows: { item: Item; at: number; start: number }[];
  /** What stands beside the heading. */
  action: ReactNode;
  measure: (element: Element | null) => void;
  clock: Clock;
  unsent: ReadonlySet<string>;
  actions: RowActions;
}) {
  const heading = rows.find(({ item }) => !item.task);
  const tasks = rows.flatMap(({ item, at, start }) => (item.task ? [{ ...item, task: item.task, at, start }] : []));
  return (
    <>
      {heading && (
        <div
          ref={measure}
          data-at={heading.at}
          className={cn(
            "absolute inset-x-0 flex items-end justify-between gap-4 border-b border-line pb-1.5",
            unanchored,
            heading.at === 0 ? "h-9" : "h-12",
          )}
          style={{ top: heading.start }}
        >
          <h2 id={id} className="min-w-0 truncate text-sm font-semibold">
            {title}
            <span className="pl-2 font-normal tabular-nums text-muted">{count}</span>
          </h2>
          {action}
        </div>
      )}
      {tasks.length > 0 && (
        <ul aria-label={title || "Tasks"} className={unanchored}>
          {tasks.map(({ key, task, index, place, at, start }) => (
            <li
              key={key}
              ref={measure}
              data-at={at}
              data-index={index}
              aria-setsize={count}
              aria-posinset={place + 1}
              className="absolute inset-x-0 border-b border-line"
              style={{ top: start }}
            >
              <Row task={task} day={day} clock={clock} unsent={unsent.has(task.id)} actions={actions} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
