"use client";

import { useEffect, useMemo, useRef } from "react";

import type { ListHandle } from "@/tasks/list";
import type { Task } from "@/tasks/task";

export interface ListFocus {
  /** Returns the index of the task that has the focus, -1 where none has. */
  current: () => number;
  /** Moves the focus to the task at an index. */
  moveTo: (index: number) => void;
  /** Keeps the focus at its index, should the task that has it leave the list. */
  hold: () => void;
  /** Notes the task that is edited, which may leave the list meanwhile. */
  rememberEdited: () => void;
  /** Moves the focus back to where the editor was opened. */
  returnToEdited: () => void;
}

/** Returns how the focus moves through the list, which stays the same, and the refs of what it moves to. */
export function useListFocus(tasks: Task[] | undefined) {
  const listRef = useRef<ListHandle>(null);
  const emptyButtonRef = useRef<HTMLButtonElement>(null);
  const pendingFocusRef = useRef<number>(undefined);
  const editedIndexRef = useRef(-1);
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
      hold: () => {
        const index = current();
        pendingFocusRef.current = index < 0 ? undefined : index;
      },
      rememberEdited: () => {
        editedIndexRef.current = current();
      },
      returnToEdited: () => {
        moveTo(editedIndexRef.current);
        editedIndexRef.current = -1;
      },
    };
  }, []);
  useEffect(() => {
    const index = pendingFocusRef.current;
    pendingFocusRef.current = undefined;
    if (index === undefined || document.activeElement !== document.body) return; // the task that has it has stayed
    focus.moveTo(index);
  }, [tasks, focus]);
  return { focus, listRef, emptyButtonRef };
}
