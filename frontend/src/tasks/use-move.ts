"use client";

import { useEffect, useRef, useState } from "react";

import { isAwaited } from "@/tasks/changes";
import { loadOrder } from "@/tasks/lazy";
import type { Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import type { Task } from "@/tasks/task";
import type { ListFocus } from "@/tasks/use-list-focus";
import { sorted, useAllTasks } from "@/tasks/use-tasks";
import { whenFetched } from "@/ui/idle";
import { toast } from "@/ui/toast";

/**
 * Returns how tasks move by a place in an order by hand, as one step for undo, and what is to be said of the last move.
 * The focus stays at its task. In another order it says which one to choose.
 */
export function useMove(
  staying: Task[] | undefined,
  shown: Task[] | undefined,
  listing: Listing,
  focus: ListFocus,
): { move: (tasks: Task[], by: 1 | -1) => void; moved: string } {
  const { outbox } = useOutbox();
  const { tasks: all } = useAllTasks();
  const [moved, setMoved] = useState("");
  const focused = useRef<string>(undefined);
  useEffect(() => {
    const place = focused.current ? (shown?.findIndex(({ id }) => id === focused.current) ?? -1) : -1;
    focused.current = undefined;
    if (place >= 0) focus.moveTo(place); // the document may have moved its row, which takes the focus away
  }, [shown, focus]);

  function move(tasks: Task[], by: 1 | -1) {
    const { list, sort } = listing;
    if (sort !== "position") {
      const order = "choose the order “By hand” under “Display”";
      return void toast({ message: `To move tasks, ${list ? "" : "open their list and "}${order}.` });
    }
    whenFetched(loadOrder(), ({ stepped, positionsOf }) => {
      const movable = (task: Task) => task.parent_id === null && !isAwaited(task);
      const line = (staying ?? []).filter(movable);
      const ids = new Set(tasks.filter((task) => line.some(({ id }) => id === task.id)).map(({ id }) => id));
      if (ids.size === 0) return;
      const siblings = all.filter((task) => task.list_id === list && movable(task));
      const order = stepped(sorted(siblings, "position", "UTC"), line, ids, by);
      const where = by < 0 ? "up" : "down";
      if (!order) return setMoved(by < 0 ? "This is the first place" : "This is the last place");
      focused.current = shown?.[focus.current()]?.id;
      const positions = positionsOf(order, ids);
      outbox.together(() => {
        for (const task of order) {
          const position = positions.get(task.id);
          if (position) outbox.update(task, { position });
        }
      });
      const visible = new Set(line.map(({ id }) => id));
      const place = order.filter(({ id }) => visible.has(id)).findIndex(({ id }) => ids.has(id)) + 1;
      setMoved(`Moved ${where}, ${place} of ${line.length}`);
    });
  }
  return { move, moved };
}
