"use client";

import { useEffect, type RefObject } from "react";

import { useUser } from "@/session/signed-in";
import { keyName, useKeys, useKeysOn } from "@/tasks/keys";
import { defaultListing, listingOf } from "@/tasks/listing";
import { priorities, type Task } from "@/tasks/task";
import { bind, type TaskAction } from "@/tasks/task-keys";
import { placeOf, type ListFocus } from "@/tasks/use-list-focus";
import { showListing } from "@/tasks/use-listing";
import type { Popups } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import type { TaskActions } from "@/tasks/use-task-actions";

/** Lets the keys of the task page do what they say, and returns what can be done by name. */
export function useTaskKeys({
  tasks,
  leaving,
  focus,
  actions,
  selection,
  popups,
  move: moveTasks,
  overdueToToday,
  startTask,
  searchRef,
  openHelp,
}: {
  tasks: Task[] | undefined;
  leaving: ReadonlySet<string>;
  focus: ListFocus;
  actions: TaskActions;
  selection: Selection;
  popups: Popups;
  /** Moves tasks by one place. */
  move: (tasks: Task[], by: 1 | -1) => void;
  /** Makes what is overdue due today; undefined where nothing is. */
  overdueToToday: (() => void) | undefined;
  startTask: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
  openHelp: () => void;
}): Partial<Record<TaskAction, () => void>> {
  const [keysOn] = useKeysOn();
  const { id: user } = useUser();
  const focused = () => {
    const task = tasks?.[focus.current()];
    return task && !leaving.has(task.id) ? task : undefined;
  };
  /** Runs with the selected tasks, or the one that has the focus. */
  const withTasks = (run: (tasks: Task[]) => void) => {
    const task = focused();
    const those = selection.tasks.length > 0 ? selection.tasks : task ? [task] : [];
    if (those.length > 0) run(those);
  };
  const withFocused = (run: (task: Task) => void) => {
    const task = focused();
    if (task) run(task);
  };
  /** Moves the focus to the next task that stays, and returns that. */
  const move = (by: 1 | -1): Task | undefined => {
    if (!tasks?.length) return undefined;
    const index = focus.current();
    let place = index >= 0 ? index + by : by > 0 ? 0 : tasks.length - 1;
    while (leaving.has(tasks[place]?.id ?? "")) place += by;
    focus.moveTo(place);
    return tasks[place];
  };
  const extend = (by: 1 | -1) =>
    withFocused((from) => {
      const to = move(by);
      if (to) selection.extendTo(to, from);
    });
  const setPriority = (key: string) => {
    const priority = priorities[Number(key) - 1] ?? null;
    withTasks((those) => actions.change(those, () => ({ priority })));
  };
  const run: Record<TaskAction, (key: string) => void> = {
    newTask: startTask,
    search: () => searchRef.current?.focus(),
    next: () => move(1),
    previous: () => move(-1),
    complete: () => withTasks(actions.complete),
    edit: () => withFocused(actions.edit),
    delete: () => withTasks(actions.remove),
    date: () => withTasks((those) => popups.open("date", those)),
    list: () => withTasks((those) => popups.open("list", those)),
    tag: () => withTasks((those) => popups.open("tag", those)),
    select: () => withFocused(selection.toggle),
    selectNext: () => extend(1),
    selectPrevious: () => extend(-1),
    clearSelection: () => {
      const inBar = document.activeElement?.closest("[role=toolbar]");
      if (inBar) focus.moveTo(placeOf(selection.tasks[0]));
      selection.clear();
    },
    palette: () => popups.open("palette", []),
    setPriority,
    moveUp: () => withTasks((those) => moveTasks(those, -1)),
    moveDown: () => withTasks((those) => moveTasks(those, 1)),
    undo: actions.undo,
    allToToday: () => overdueToToday?.(),
    goToday: () => showListing(listingOf("today")),
    goUpcoming: () => showListing(listingOf("upcoming")),
    goInbox: () => showListing(listingOf("all", user)),
    goDone: () => showListing(listingOf("done")),
    goAll: () => showListing(defaultListing),
    help: openHelp,
  };
  useKeys(bind(run), keysOn);

  // Ctrl with a letter is nothing that speech input or a field means, but a field's Ctrl and Z is its own.
  const openPalette = run.palette;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || keyName(event) !== "Mod+k" || document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      openPalette("Mod+k");
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  });

  const commands = Object.entries(run).filter(([action]) => action !== "setPriority");
  return Object.fromEntries(commands.map(([action, act]) => [action, () => act("")]));
}
