"use client";

import { useEffect, useRef, useState, type PointerEvent } from "react";

import { isAwaited } from "@/tasks/changes";
import { loadDrag, loadOrder } from "@/tasks/lazy";
import type { Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import type { Task } from "@/tasks/task";
import type { Selection } from "@/tasks/use-selection";
import { inOrder } from "@/tasks/sort";
import { useAllTasks } from "@/tasks/use-tasks";
import { whenFetched } from "@/ui/idle";
import { toast } from "@/ui/toast";

const movable = (task: Task) => task.parent_id === null && !isAwaited(task);
const idsOf = (tasks: Task[]) => new Set(tasks.filter(movable).map(({ id }) => id));

/**
 * Returns how tasks move in an order by hand, as one step for undo: by a place, or as a mouse drags them; and what is
 * to be said of the last move. In another order it says which one to choose.
 */
export function useMove(
  staying: Task[] | undefined,
  shown: Task[] | undefined,
  listing: Listing,
  selection: Selection,
) {
  const { outbox } = useOutbox();
  const { tasks: all } = useAllTasks();
  const [moved, setMoved] = useState("");
  const latest = useRef({ staying, shown, all });
  useEffect(() => {
    latest.current = { staying, shown, all };
  }, [staying, shown, all]);

  const visible = () => (latest.current.staying ?? []).filter(movable);
  /** Returns all tasks of the list in its order, also those that are not shown. */
  function siblings(): Task[] {
    const { list } = listing;
    return inOrder(latest.current.all.filter((task) => task.list_id === list && movable(task)), "position", "UTC");
  }
  function put(order: Task[], ids: ReadonlySet<string>, moves: [Task, string][], how: string) {
    const visibleIds = idsOf(visible());
    outbox.together(() => moves.forEach(([task, position]) => outbox.update(task, { position })));
    const place = order.filter(({ id }) => visibleIds.has(id)).findIndex(({ id }) => ids.has(id)) + 1;
    setMoved(`${how}, ${place} of ${visibleIds.size}`);
  }

  function move(tasks: Task[], by: 1 | -1) {
    whenFetched(loadOrder(), ({ stepped, repositioned, otherOrder }) => {
      if (listing.sort !== "position") return void toast({ message: otherOrder(listing.list !== "") });
      const ids = idsOf(visible().filter(({ id }) => tasks.some((task) => task.id === id)));
      if (ids.size === 0) return;
      const order = stepped(siblings(), visible(), ids, by);
      if (!order) return setMoved(by < 0 ? "This is the first place" : "This is the last place");
      put(order, ids, repositioned(order, ids), by < 0 ? "Moved up" : "Moved down");
    });
  }

  /** Begins to drag a row where the mouse goes down on it, and drops it, or those that are selected with it. */
  function startDrag(down: PointerEvent) {
    const target = down.target as Element;
    const row = target.closest<HTMLElement>("[data-index]");
    const task = row && shown?.[Number(row.dataset.index)];
    if (!task || !movable(task) || listing.sort !== "position" || down.pointerType !== "mouse" || down.button) return;
    if (down.shiftKey || down.ctrlKey || down.metaKey || target.closest("input, button:not([data-title])")) return;
    const ids = selection.ids.has(task.id) ? idsOf(selection.tasks) : new Set([task.id]);
    const { nativeEvent } = down;
    const loading = Promise.all([loadDrag(), loadOrder()]).catch(() => undefined); // then there is none
    void loading.then((parts) => {
      if (!parts) return;
      const [{ drag }, { placed, repositioned }] = parts;
      drag(nativeEvent, row, ({ index, below }) => {
        const to = latest.current.shown?.[index];
        const before = siblings();
        const order = to && placed(before, ids, to.id, below);
        if (order?.some(({ id }, i) => id !== before[i]?.id)) put(order, ids, repositioned(order, ids), "Moved");
      });
    });
  }
  return { move, moved, startDrag };
}
