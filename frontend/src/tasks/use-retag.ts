"use client";

import { useEffect, useMemo } from "react";

import { isAwaited } from "@/tasks/changes";
import { isTagView, listingOf } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import { withTag } from "@/tasks/retag";
import { withTagRenamed } from "@/tasks/searches";
import { hasTag, retagged } from "@/tasks/tags";
import { useFollow } from "@/tasks/use-filters";
import { addressOf, currentListing, showListing } from "@/tasks/use-listing";
import { useAllTasks } from "@/tasks/use-tasks";
import { useUndo } from "@/tasks/use-undo";

/**
 * Returns all tasks, and how to give another name to a tag of theirs, or to take it away, which one undo takes back.
 * That is possible only while the device has all tasks; it is sent as the outbox is, and does to a task that has
 * changed elsewhere what it does to the others.
 */
export function useRetag(tag: string) {
  const { outbox } = useOutbox();
  const { tasks: all, whole, query } = useAllTasks();
  const tasks = useMemo(() => all.filter((task) => !isAwaited(task)), [all]);
  const { doing } = useUndo();
  const followName = useFollow();
  const { refetch } = query;
  useEffect(() => void refetch(), [refetch]); // other devices may have given it to more tasks

  function retag(to: string | null) {
    const change = { from: tag, to };
    const changing = withTag(tasks, tag);
    const run = () =>
      changing.forEach((task) => outbox.update(task, { tags: retagged(task.tags, change) }, { retag: change }));
    const from = changing.length === 1 ? "1 task" : `${changing.length} tasks`;
    const hasMoved = showsTag(tag);
    // A filter keeps a tag that is taken away: without it, it would find more than it was saved for, or everything.
    const takeBack = to === null ? undefined : followName((search) => withTagRenamed(search, tag, to));
    const undone = () => {
      takeBack?.();
      if (hasMoved && to !== null) follow(to, tag);
    };
    doing(run, to === null ? `Removed #${tag} from ${from}` : `Renamed #${tag} to #${to}`, undone);
    follow(tag, to);
  }
  return { tasks, canRetag: whole && withTag(tasks, tag).length > 0, retag };
}

const showsTag = (tag: string) => location.pathname === "/tasks" && hasTag(currentListing().tags, tag);

/** Shows another tag where one is shown; in place of the view of one that is taken away, Today. */
function follow(from: string, to: string | null) {
  if (!showsTag(from)) return;
  const listing = currentListing();
  const tags = retagged(listing.tags, { from, to });
  if (isTagView(listing) && tags.length === 0) showListing(listingOf("today"));
  else history.replaceState(null, "", addressOf({ ...listing, tags }));
}
