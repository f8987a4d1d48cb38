"use client";

import { useLayoutEffect, useMemo, useRef } from "react";

import { isAwaited } from "@/tasks/changes";
import type { ListHandle } from "@/tasks/list";
import type { Task } from "@/tasks/task";

export interface ListFocus {
  /** Returns the index of the task that has the focus, -1 where none has. */
  current: () => number;
  /** Moves the focus to the task at an index. */
  moveTo: (index: number) => void;
  /** Has the focus take the place of a task, should what has it, such as a button of the bar, go with a change. */
  hold: (task?: Task) => void;
  /** Notes where the editor is opened: its task may leave the list meanwhile. */
  rememberEdited: () => void;
  /** Moves the focus back to where the editor was opened. */
  returnToEdited: () => void;
}

/** A task, and those among which it is: the focus goes to one of them once that task leaves. */
interface Place {
  id: string | undefined;
  among: Task[];
}

/**
 * Returns how the focus moves through the list, which stays the same, and the refs of what it moves to. The focus stays
 * on its task while that is in the list, and goes to the next one when it leaves.
 */
export function useListFocus(tasks: Task[] | undefined, leaving: ReadonlySet<string>) {
  const listRef = useRef<ListHandle>(null);
  const emptyButtonRef = useRef<HTMLButtonElement>(null);
  const lostRef = useRef<Place>(undefined);
  const editedRef = useRef<Place>(undefined);
  const shownRef = useRef({ tasks: tasks ?? [], leaving });
  const focus = useMemo((): ListFocus => {
    // Never the field for a new task, where the list is empty: there, u would be a letter.
    const moveTo = (index: number) => {
      if (listRef.current) listRef.current.focus(index);
      else emptyButtonRef.current?.focus();
    };
    return {
      current: () => listRef.current?.current() ?? -1,
      moveTo,
      hold: (task) => {
        if (document.activeElement === document.body) return;
        lostRef.current = { id: focusedTask() ?? task?.id, among: shownRef.current.tasks };
      },
      rememberEdited: () => {
        editedRef.current = { id: focusedTask(), among: shownRef.current.tasks };
      },
      returnToEdited: () => {
        const place = editedRef.current ?? { id: undefined, among: [] };
        editedRef.current = undefined;
        const { tasks, leaving } = shownRef.current;
        const next = placeAfter(place, tasks, leaving);
        if (next === undefined && tasks.length > 0) lostRef.current = place; // until they have left
        else moveTo(next ?? 0);
      },
    };
  }, []);
  const held = focusedTask(); // before this list is drawn, which may take the focus away
  useLayoutEffect(() => {
    const { tasks: before } = shownRef.current;
    shownRef.current = { tasks: tasks ?? [], leaving };
    const place = lostRef.current ?? (held ? { id: held, among: before } : undefined);
    const at = document.activeElement;
    if (!place || !tasks || at?.closest("[role=toolbar]")) return; // the bar may go later
    lostRef.current = undefined;
    const rolls = held && awaits(tasks, held) && !awaits(before, held); // it is done, and waits for its next date
    if (at !== document.body && !at?.closest("[inert]") && !rolls) return;
    const next = placeAfter(place, tasks, leaving);
    if (next === undefined && tasks.length > 0) lostRef.current = place; // until they have left
    else focus.moveTo(next ?? 0);
  }, [tasks, leaving, held, focus]);
  return { focus, listRef, emptyButtonRef };
}

/** Returns the id of the task that has the focus. */
function focusedTask(): string | undefined {
  return globalThis.document?.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row;
}

/** Returns the place of a task that is in sight, -1 of any other. */
export function placeOf(task: Task | undefined): number {
  const row = document.querySelector<HTMLElement>(`[data-index]:has([data-row="${task?.id}"])`);
  return Number(row?.dataset.index ?? -1);
}

const awaits = (tasks: Task[], id: string) => tasks.some((task) => task.id === id && isAwaited(task));

/**
 * Returns the place of the task that the focus goes to from another one's: that itself where it stays, else the first
 * below it that stays, or the last above it; undefined where none stays.
 */
export function placeAfter({ id, among }: Place, tasks: Task[], leaving: ReadonlySet<string>): number | undefined {
  const from = Math.max(0, among.findIndex((task) => task.id === id));
  const places = new Map(tasks.map((task, place) => [task.id, place]));
  const staying = [...among.slice(from), ...among.slice(0, from).reverse()].find(({ id }) => {
    const task = tasks[places.get(id) ?? -1];
    return task && !leaving.has(id) && !isAwaited(task);
  });
  const place = staying ? places.get(staying.id) : tasks.findIndex(({ id }) => !leaving.has(id)); // what has come since
  return place === -1 ? undefined : place;
}
