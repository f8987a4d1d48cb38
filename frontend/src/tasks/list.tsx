"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from "react";

import type { Clock } from "@/lib/dates";
import { Row, type RowActions } from "@/tasks/row";
import type { Task } from "@/tasks/task";

/** How the page moves the focus through the list. */
export interface ListHandle {
  /** The place of the task that has the focus, -1 where none has. */
  current: () => number;
  /** Moves the focus to the title of the task at a place, or of the last one. */
  focus: (index: number) => void;
}

/** The tasks; only those in sight are in the document. */
export function List({
  tasks,
  total,
  clock,
  unsent,
  actions,
  more,
  ref,
}: {
  tasks: Task[];
  /** How many there are with those that have not been read yet, where that is known. */
  total: number | undefined;
  clock: Clock;
  /** The tasks that have changes which could not be sent. */
  unsent: ReadonlySet<string>;
  actions: RowActions;
  /** Reads the next page, if there is one. */
  more: (() => void) | undefined;
  ref: Ref<ListHandle>;
}) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    const observer = new ResizeObserver(measure); // what is above may grow
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: tasks.length,
    estimateSize: () => 62,
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: 72, // the header
    scrollPaddingEnd: 24,
    getItemKey: (index) => tasks[index]?.id ?? index,
  });
  const rows = virtual.getVirtualItems();

  const last = rows.at(-1)?.index ?? 0;
  const close = last >= tasks.length - 20;
  useEffect(() => {
    if (close) more?.();
  }, [close, more]);

  useImperativeHandle(ref, () => ({
    current: () => Number(document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset.index ?? -1),
    focus: (index) => {
      const place = Math.max(0, Math.min(index, tasks.length - 1));
      virtual.scrollToIndex(place);
      const tries = (left: number) => {
        const title = list.current?.querySelector<HTMLElement>(`[data-index="${place}"] [data-title]`);
        if (title) title.focus({ preventScroll: true });
        else if (left > 0) requestAnimationFrame(() => tries(left - 1)); // it is drawn once it is scrolled to
      };
      tries(30);
    },
  }));

  return (
    <ul
      ref={list}
      aria-label="Tasks"
      className="relative rounded-xl border bg-surface"
      style={{ height: virtual.getTotalSize() + 2 }}
    >
      {rows.map((row) => {
        const task = tasks[row.index];
        if (!task) return null;
        return (
          <li
            key={row.key}
            ref={virtual.measureElement}
            data-index={row.index}
            aria-setsize={total ?? -1}
            aria-posinset={row.index + 1}
            className="absolute inset-x-0 top-0 border-b border-line last:border-b-0"
            style={{ transform: `translateY(${row.start - virtual.options.scrollMargin}px)` }}
          >
            <Row task={task} clock={clock} unsent={unsent.has(task.id)} actions={actions} />
          </li>
        );
      })}
    </ul>
  );
}
