"use client";

import type { MouseEvent } from "react";

import { fromParams } from "@/tasks/listing";
import type { Task } from "@/tasks/task";
import { showListing } from "@/tasks/use-listing";
import type { Popups } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import { isPlain } from "@/tasks/view-link";

/** Returns what hears the pointer for all rows of a list: selecting, the menu of a task, and links to views. */
export function useRowPointer(tasks: Task[] | undefined, selection: Selection, { open }: Popups) {
  const taskAt = (target: Element) => {
    const row = target.closest<HTMLElement>("[data-index]");
    const task = row && !row.querySelector("[inert]") ? tasks?.[Number(row.dataset.index)] : undefined;
    return { row, task };
  };
  /** The selected tasks where the task is one of them, else it alone. */
  const withSelected = (task: Task) => (selection.ids.has(task.id) ? selection.tasks : [task]);
  return {
    onClickCapture(event: MouseEvent) {
      const target = event.target as Element;
      const { task } = taskAt(target);
      const link = target.closest("a");
      if (link && !link.target && isPlain(event)) {
        event.preventDefault();
        showListing(fromParams(new URLSearchParams(link.search)));
      }
      if (!task || link) return;
      const more = target.closest("[data-more]");
      const byTouch = (event.nativeEvent as PointerEvent).pointerType === "touch";
      if (more) open("menu", withSelected(task), more.getBoundingClientRect());
      else if (event.shiftKey) selection.extendTo(task, task);
      else if (event.ctrlKey || event.metaKey) selection.toggle(task);
      else if (byTouch && selection.ids.size > 0 && !target.closest("input")) selection.toggle(task);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onMouseDown(event: MouseEvent) {
      if (event.shiftKey) event.preventDefault(); // which would select text
    },
    onContextMenu(event: MouseEvent) {
      const { row, task } = taskAt(event.target as Element);
      if (!row || !task) return;
      event.preventDefault();
      const byMouse = event.button === 2;
      const at = row.querySelector("[data-title]")?.getBoundingClientRect();
      open("menu", withSelected(task), byMouse ? new DOMRect(event.clientX, event.clientY, 0, 0) : at);
    },
  };
}
