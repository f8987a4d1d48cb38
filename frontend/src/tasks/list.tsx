"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  use,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from "react";

import type { Clock } from "@/lib/dates";
import type { Group } from "@/tasks/groups";
import { ListGroup, type Item } from "@/tasks/list-group";
import { hasDetails, type RowActions } from "@/tasks/row";
import { RowState } from "@/tasks/row-state";
import type { Task } from "@/tasks/task";
import { isCompact, subscribeCompact } from "@/ui/compact";

/** How the page moves the focus through the list. */
export interface ListHandle {
  /** The place of the task that has the focus, -1 where none has. */
  current: () => number;
  /** Moves the focus to the title of the task at a place, or of the last one. */
  focus: (index: number) => void;
  /** Scrolls to a task, if it is in the list; what covers the bottom of the page is so high, in pixels. */
  reveal: (id: string, covered: number) => void;
}

/** The tasks below their headings; only those in sight are in the document. */
export function List({
  groups,
  clock,
  unsent,
  actions,
  overdueAction,
  ref,
}: {
  groups: Group[];
  clock: Clock;
  /** The tasks that have changes which could not be sent. */
  unsent: ReadonlySet<string>;
  actions: RowActions;
  /** What stands beside the heading of what is overdue. */
  overdueAction?: ReactNode;
  ref: Ref<ListHandle>;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { lists } = use(RowState);
  const id = useId();
  const [top, setTop] = useState(0);
  const items = useMemo(() => itemsOf(groups), [groups]);
  const count = groups.reduce((n, group) => n + group.tasks.length, 0);
  useLayoutEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + scrollY);
    measure();
    const observer = new ResizeObserver(measure); // what is above may grow
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  // With another function it would measure all items anew, at each frame of a scroll.
  const getItemKey = useCallback((at: number) => items[at]?.key ?? at, [items]);
  const heightOf = rowHeights(groups, clock, lists);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (at) => {
      const item = items[at];
      return item?.task ? heightOf(item.task, item.group) : at === 0 ? 36 : 48;
    },
    overscan: 8,
    scrollMargin: top,
    scrollPaddingStart: headerHeight,
    scrollPaddingEnd: 72, // the bar of a phone
    indexAttribute: "data-at",
    getItemKey,
  });
  useEffect(() => subscribeCompact(() => virtual.measure()), [virtual]);
  const shown = virtual.getVirtualItems();

  useImperativeHandle(ref, () => ({
    current: () => Number(document.activeElement?.closest<HTMLElement>("[data-index]")?.dataset.index ?? -1),
    focus: (index) => {
      const place = Math.max(0, Math.min(index, count - 1));
      virtual.scrollToIndex(items.findIndex((item) => item.task && item.index === place));
      const tries = (left: number) => {
        const title = list.current?.querySelector<HTMLElement>(`[data-index="${place}"] [data-title]`);
        if (title) title.focus({ preventScroll: true });
        else if (left > 0) requestAnimationFrame(() => tries(left - 1)); // it is drawn once it is scrolled to
      };
      tries(30);
    },
    reveal: (task, covered) => {
      const at = items.findIndex((item) => item.task?.id === task);
      const row = virtual.measurementsCache[at];
      if (!row) return;
      const isAbove = row.start < scrollY + headerHeight;
      const isBelow = row.end > scrollY + innerHeight - covered;
      if (isAbove || isBelow) scrollTo({ top: Math.max(0, row.start - headerHeight) });
    },
  }));

  const rows = shown.flatMap(({ index: at, start }) => {
    const item = items[at];
    return item ? [{ item, at, start: start - virtual.options.scrollMargin }] : [];
  });
  return (
    <div ref={list} className="relative" style={{ height: virtual.getTotalSize() }}>
      {groups.map(({ key, title, day, tasks }, i) => {
        const inSight = rows.filter(({ item }) => item.group === i);
        if (inSight.length === 0) return null;
        return (
          <ListGroup
            key={key}
            id={`${id}${key}`}
            title={title}
            day={day}
            count={tasks.length}
            rows={inSight}
            action={key === "overdue" ? overdueAction : undefined}
            measure={virtual.measureElement}
            {...{ clock, unsent, actions }}
          />
        );
      })}
    </div>
  );
}

const headerHeight = 72; // with some air; it stays in sight
const media = (query: string) => (typeof matchMedia === "undefined" ? undefined : matchMedia(query));
const [coarse, fine, narrow] = ["(pointer: coarse)", "(pointer: fine)", "(width < 40rem)"].map(media);
/** Returns the height of a row before it is measured: --row of globals.css, and on a phone the line of its details. */
function rowHeights(groups: Group[], clock: Clock, lists: ReadonlyMap<string, unknown>) {
  const [line, more] = coarse?.matches ? [44, 24] : [fine?.matches && isCompact() ? 32 : 40, 20];
  const isNarrow = narrow?.matches;
  const isHigher = (task: Task, day = "") => isNarrow && (lists.has(task.list_id) || hasDetails(task, day, clock));
  return (task: Task, group: number) => line + (isHigher(task, groups[group]?.day) ? more : 0);
}

/** Returns what stands below each other. */
function itemsOf(groups: Group[]): Item[] {
  let index = 0;
  return groups.flatMap(({ key, title, tasks }, group) => [
    ...(title ? [{ key: `heading ${key}`, group, index, place: 0, task: undefined }] : []),
    ...tasks.map((task, place) => ({ key: task.id, group, index: index++, place, task })),
  ]);
}
