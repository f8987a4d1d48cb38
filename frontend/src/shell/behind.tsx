"use client";

import { useEffect, useState } from "react";

import { badgeCount, showBadge } from "@/shell/badge";
import { useOutbox } from "@/tasks/outbox-provider";
import { RetagRest } from "@/tasks/retag-rest";
import { retagged } from "@/tasks/tags";
import { useOverview } from "@/tasks/use-overview";
import { useAllTasks } from "@/tasks/use-tasks";

/** What goes on behind every page, and is not to be seen on it. */
export default function Behind() {
  useBadge();
  useRetagRest();
  return null;
}

/** Shows at the icon of the application how much is due, which changes at midnight, too. */
function useBadge() {
  const { data } = useOverview();
  const count = data && badgeCount(data);
  useEffect(() => {
    if (count !== undefined) showBadge(count);
  }, [count]);
}

/** Renames a tag on the tasks that have come with it while it was renamed. */
function useRetagRest() {
  const [rest] = useState(() => new RetagRest());
  const { outbox, changes } = useOutbox();
  const { copy, tasks } = useAllTasks();
  useEffect(() => {
    for (const { retag, earlier, tasks: left } of rest.look(changes, copy.answers, tasks))
      for (const task of left) outbox.update(task, { tags: retagged(task.tags, retag) }, { retag, earlier });
  }, [rest, outbox, changes, copy, tasks]);
}
