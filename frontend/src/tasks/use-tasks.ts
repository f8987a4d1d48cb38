"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Clock } from "@/lib/dates";
import { useUser } from "@/session/signed-in";
import { fetchPage } from "@/tasks/api";
import { profileZone, type Fetched, type Page } from "@/tasks/cache";
import { asksForDays, compare, matches, type Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import { countsWithChanges, overlayFor, withChanges } from "@/tasks/overlay";
import type { Task } from "@/tasks/task";
import { overviewQuery, useClock } from "@/tasks/use-overview";

/** Returns the tasks of a listing, changes included, and the counts of all. */
export function useTasks(listing: Listing) {
  const { id: user } = useUser();
  const client = useQueryClient();
  const clock = useClock();
  const { changes, acknowledged } = useOutbox();
  const query = useInfiniteQuery({
    queryKey: ["tasks", listing],
    queryFn: async ({ pageParam, signal }) => {
      // Where today ends is the profile's to say; a page that begins with that question waits for the answer.
      if (asksForDays(listing)) await client.ensureQueryData(overviewQuery).catch(() => {});
      return fetchPage(listing, { now: Date.now(), zone: profileZone(client) }, pageParam, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const isPlaceholder = query.isPlaceholderData;
  const seen = useMemo(() => {
    const last = pages?.at(-1);
    if (!pages || !last) return undefined;
    const fetched = isPlaceholder ? narrow(allOf(pages), listing, clock) : allOf(pages);
    const oldest = Math.min(...pages.map((page) => page.fetchedAt));
    const tasks = withChanges(fetched, overlayFor(oldest, acknowledged, changes), listing, clock, user);
    return {
      tasks: isPlaceholder && tasks.length === 0 ? undefined : tasks, // the backend may well have some
      counts: countsWithChanges(last, overlayFor(last.fetchedAt, acknowledged, changes), user),
    };
  }, [pages, isPlaceholder, acknowledged, changes, listing, clock, user]);
  return { query, seen, clock };
}

function allOf(pages: Fetched<Page>[]): Task[] {
  const byId = new Map<string, Task>();
  for (const task of pages.flatMap((page) => page.tasks)) {
    byId.delete(task.id); // one that has moved down meanwhile stands in two pages: the later one counts
    byId.set(task.id, task);
  }
  return [...byId.values()];
}

/** Returns those of the former listing's tasks that are in this one, to be shown until its own are fetched. */
function narrow(tasks: Task[], listing: Listing, clock: Clock): Task[] {
  return tasks.filter((task) => matches(task, listing, clock)).sort((a, b) => compare(a, b, listing.sort));
}
