"use client";

import { useEffect, useRef, useState, type PointerEvent } from "react";

import { drag } from "@/tasks/drag";
import { placed, repositioned, stepped } from "@/tasks/order";
import { useOutbox } from "@/tasks/outbox-provider";
import type { Task } from "@/tasks/task";

/**
 * Returns how subtasks, which are in their order, move in it, each move as one step for undo: by a place, or as a
 * pointer drags them; and what is to be said of the last move.
 */
export function useSubtaskOrder(subtasks: Task[]) {
  const { outbox } = useOutbox();
  const [moved, setMoved] = useState("");
  const latest = useRef(subtasks); // others may come and go while one is dragged
  useEffect(() => {
    latest.current = subtasks;
  });

  function put(order: Task[], id: string, how: string) {
    const moves = repositioned(order, new Set([id]));
    outbox.together(() => moves.forEach(([task, position]) => outbox.update(task, { position })));
    setMoved(`${how}, ${order.findIndex((task) => task.id === id) + 1} of ${order.length}`);
  }

  function move(subtask: Task, by: 1 | -1) {
    const order = stepped(subtasks, subtasks, new Set([subtask.id]), by);
    if (order) put(order, subtask.id, by < 0 ? "Moved up" : "Moved down");
    else setMoved(by < 0 ? "This is the first place" : "This is the last place");
  }

  function startDrag(down: PointerEvent) {
    const row = (down.target as Element).closest<HTMLElement>("[data-index]");
    const subtask = row && subtasks[Number(row.dataset.index)];
    if (!subtask || down.button !== 0) return;
    drag(down.nativeEvent, row, ({ index, below }) => {
      const before = latest.current;
      const to = before[index];
      const order = to && placed(before, new Set([subtask.id]), to.id, below);
      if (order?.some(({ id }, i) => id !== before[i]?.id)) put(order, subtask.id, "Moved");
    });
  }
  return { move, moved, startDrag };
}
