"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";

import { unwrap, api } from "@/api/client";
import { useNow } from "@/lib/clock";
import type { Clock } from "@/lib/dates";
import { deviceZone, usableZone } from "@/lib/locale";
import { useUser } from "@/session/signed-in";
import { zoneOf, type Page } from "@/tasks/cache";
import { countsWithChanges, overviewWithChanges, withChanges } from "@/tasks/changes";
import { keepZone, keptZone } from "@/tasks/kept-zone";
import { belongs, compare, toQuery, type Listing } from "@/tasks/listing";
import { useOutbox } from "@/tasks/outbox-provider";
import type { Task } from "@/tasks/task";

const pageSize = 100;

const online = (listener: () => void) => {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
};

/** Whether the device has a network; true while the page is what the server has written. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    online,
    () => navigator.onLine,
    () => true,
  );
}

/** Returns the time, by the minute, in the zone of the user's profile. */
export function useClock(): Clock {
  const overview = useQuery(overviewQuery);
  const now = useNow();
  const { id: user } = useUser();
  const said = overview.data?.timezone;
  useEffect(() => {
    if (said) keepZone(user, said);
  }, [user, said]);
  const zone = usableZone(said ?? keptZone(user)) ?? deviceZone(); // the profile's may be newer than this browser
  return useMemo(() => ({ now, zone }), [now, zone]);
}

const overviewQuery = {
  queryKey: ["overview"],
  queryFn: ({ signal }: { signal: AbortSignal }) => unwrap(api.GET("/api/overview", { signal })),
};

/** What is due and what was done, changes included. */
export function useOverview() {
  const { id: user } = useUser();
  const query = useQuery(overviewQuery);
  const clock = useClock();
  const { changes } = useOutbox();
  const data = useMemo(
    () => query.data && overviewWithChanges(query.data, changes, clock, user),
    [query.data, changes, clock, user],
  );
  return { ...query, data };
}

/** The tasks of a listing, changes included, and the counts of all. */
export function useTasks(listing: Listing) {
  const { id: user } = useUser();
  const client = useQueryClient();
  const clock = useClock();
  const { outbox, changes } = useOutbox();
  const query = useInfiniteQuery({
    queryKey: ["tasks", listing],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      await outbox.whenIdle();
      const cursor = pageParam ? { cursor: pageParam } : {};
      // Where today ends is the profile's to say; a page that begins with that question waits for the answer.
      if (listing.due !== "") await client.ensureQueryData(overviewQuery).catch(() => {});
      const params = { query: { ...toQuery(listing, { now: Date.now(), zone: zoneOf(client) }), limit: pageSize, ...cursor } };
      return unwrap(api.GET("/api/tasks", { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const narrowing = query.isPlaceholderData; // the last listing's tasks, until this one's are there: those that stay are shown at once
  const seen = useMemo(() => {
    const last = pages?.at(-1);
    if (!pages || !last) return undefined;
    const byId = new Map<string, Task>();
    for (const task of pages.flatMap((p) => p.tasks)) {
      byId.delete(task.id); // a new task that stood after those read so far takes its place once its page is there
      byId.set(task.id, task);
    }
    const all = [...byId.values()];
    const these = narrowing ? all.filter((t) => belongs(t, listing, clock)).sort((a, b) => compare(a, b, listing.sort)) : all;
    const tasks = withChanges(these, changes, listing, clock, user);
    return {
      tasks: narrowing && tasks.length === 0 ? undefined : tasks, // what is not here may well be there
      counts: countsWithChanges(last, changes, user),
    };
  }, [pages, narrowing, changes, listing, clock, user]);
  return { query, seen, clock };
}
