"use client";

import type { RefObject } from "react";

import { useUser } from "@/session/signed-in";
import { useKeys, useKeysOn } from "@/tasks/keys";
import { defaultListing, listingOf } from "@/tasks/listing";
import { priorities, type Task } from "@/tasks/task";
import { bind } from "@/tasks/task-keys";
import type { ListFocus } from "@/tasks/use-list-focus";
import { showListing } from "@/tasks/use-listing";
import type { TaskActions } from "@/tasks/use-task-actions";

/** Lets the keys of the task page do what they say. */
export function useTaskKeys({
  tasks,
  focus,
  actions,
  overdueToToday,
  startTask,
  searchRef,
  openHelp,
}: {
  tasks: Task[] | undefined;
  focus: ListFocus;
  actions: TaskActions;
  /** Makes what is overdue due today; undefined where nothing is. */
  overdueToToday: (() => void) | undefined;
  startTask: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
  openHelp: () => void;
}) {
  const [keysOn] = useKeysOn();
  const { id: user } = useUser();
  const withFocused = (run: (task: Task) => void) => {
    const task = tasks?.[focus.current()];
    if (task) run(task);
  };
  const move = (by: 1 | -1) => {
    if (!tasks?.length) return;
    const index = focus.current();
    if (index >= 0) focus.moveTo(index + by);
    else focus.moveTo(by > 0 ? 0 : tasks.length - 1);
  };
  const bindings = bind({
    newTask: startTask,
    search: () => searchRef.current?.focus(),
    next: () => move(1),
    previous: () => move(-1),
    complete: () => withFocused(actions.complete),
    edit: () => withFocused(actions.edit),
    delete: () => withFocused(actions.remove),
    setPriority: (key) => withFocused((task) => actions.setPriority(task, priorities[Number(key) - 1] ?? null)),
    undo: actions.undo,
    allToToday: () => overdueToToday?.(),
    goToday: () => showListing(listingOf("today")),
    goUpcoming: () => showListing(listingOf("upcoming")),
    goInbox: () => showListing(listingOf("all", user)),
    goDone: () => showListing(listingOf("done")),
    goAll: () => showListing(defaultListing),
    help: openHelp,
  });
  useKeys(bindings, keysOn);
}
