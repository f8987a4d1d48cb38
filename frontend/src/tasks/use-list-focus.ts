"use client";

import { useEffect, useLayoutEffect, useMemo, useRef } from "react";

import type { ListHandle } from "@/tasks/list";
import type { Task } from "@/tasks/task";

export interface ListFocus {
  /** Returns the index of the task that has the focus, -1 where none has. */
  current: () => number;
  /** Moves the focus to the task at an index. */
  moveTo: (index: number) => void;
  /** Keeps the focus at its index, should the task that has it leave the list; from the bar it goes to a task. */
  hold: (task?: Task) => void;
  /** Notes the task that is edited, which may leave the list meanwhile. */
  rememberEdited: () => void;
  /** Moves the focus back to where the editor was opened. */
  returnToEdited: () => void;
}

/**
 * Returns how the focus moves through the list, which stays the same, and the refs of what it moves to. A task that is
 * leaving gets no focus.
 */
export function useListFocus(tasks: Task[] | undefined, leaving: ReadonlySet<string>) {
  const listRef = useRef<ListHandle>(null);
  const emptyButtonRef = useRef<HTMLButtonElement>(null);
  const pendingFocusRef = useRef<number>(undefined);
  const editedIndexRef = useRef(-1);
  const shownRef = useRef({ tasks, leaving });
  useLayoutEffect(() => {
    shownRef.current = { tasks, leaving };
  }, [tasks, leaving]);
  const focus = useMemo((): ListFocus => {
    const current = () => listRef.current?.current() ?? -1;
    // Never the field for a new task, where the list is empty: there, u would be a letter.
    const moveTo = (index: number) => {
      if (listRef.current) listRef.current.focus(index);
      else emptyButtonRef.current?.focus();
    };
    return {
      current,
      moveTo,
      hold: (task) => {
        const index = document.activeElement?.closest("[role=toolbar]") ? placeOf(task) : current();
        pendingFocusRef.current = index < 0 ? undefined : index;
      },
      rememberEdited: () => {
        editedIndexRef.current = current();
      },
      returnToEdited: () => {
        const index = editedIndexRef.current;
        editedIndexRef.current = -1;
        const { tasks = [], leaving } = shownRef.current;
        const next = nearest(tasks, leaving, Math.max(0, index));
        if (next === undefined && tasks.length > 0) pendingFocusRef.current = index; // until they have left
        else moveTo(next ?? index);
      },
    };
  }, []);
  useEffect(() => {
    const index = pendingFocusRef.current;
    if (index === undefined || !tasks) return;
    const at = document.activeElement;
    const stays = at !== document.body && !at?.closest("[inert]"); // the task that has it has stayed
    const next = stays ? undefined : nearest(tasks, leaving, index);
    if (!stays && next === undefined && tasks.length > 0) return; // until they have left
    pendingFocusRef.current = undefined;
    if (!stays) focus.moveTo(next ?? index);
  }, [tasks, leaving, focus]);
  return { focus, listRef, emptyButtonRef };
}

/** Returns the place of a task that is in sight, -1 of any other. */
export function placeOf(task: Task | undefined): number {
  const row = document.querySelector<HTMLElement>(`[data-index]:has([data-row="${task?.id}"])`);
  return Number(row?.dataset.index ?? -1);
}

/** Returns the place of the first task from a place on that stays, or else of the last one before it. */
function nearest(tasks: Task[], leaving: ReadonlySet<string>, from: number): number | undefined {
  const stays = (task: Task | undefined) => task !== undefined && !leaving.has(task.id);
  for (let i = from; i < tasks.length; i++) if (stays(tasks[i])) return i;
  for (let i = Math.min(from, tasks.length) - 1; i >= 0; i--) if (stays(tasks[i])) return i;
  return undefined;
}
