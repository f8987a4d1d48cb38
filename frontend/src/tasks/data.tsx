"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import { answer, api, Refused } from "@/api/client";
import { currentUser, useSession } from "@/session/session";
import { useUser } from "@/session/signed-in";
import {
  countsWithChanges,
  overviewWithChanges,
  withAnswer,
  withChanges,
  type Change,
  type Counts,
  type Overview,
} from "@/tasks/changes";
import { deviceZone, usableZone } from "@/lib/locale";
import { belongs, compare, toQuery, type Listing } from "@/tasks/listing";
import { Outbox } from "@/tasks/outbox";
import type { Clock, Task } from "@/tasks/task";
import { brief } from "@/ui/text";
import { toast } from "@/ui/toast";

const pageSize = 100;

interface Page extends Counts {
  tasks: Task[];
  next_cursor: string | null;
}
type Pages = InfiniteData<Page, string | undefined>;

/** A change that the server has refused, and the user wants to look at again. */
export interface RefusedChange {
  change: Change;
  why: Refused;
}

interface Data {
  outbox: Outbox;
  refused: RefusedChange | undefined;
  setRefused: (refused: RefusedChange | undefined) => void;
}

const DataContext = createContext<Data | undefined>(undefined);

function useData(): Data {
  const data = useContext(DataContext);
  if (!data) throw new Error("tasks are only there below TaskData");
  return data;
}

/** The outbox of whoever is signed in. It is above the pages, so that it sends whichever of them is shown. */
export function TaskData({ children }: { children: ReactNode }) {
  const { id: user } = useUser();
  const { refetch } = useSession();
  const router = useRouter();
  const client = useQueryClient();
  const [refused, setRefused] = useState<RefusedChange>();
  const [outbox] = useState(
    () =>
      new Outbox(user, {
        send,
        whose: currentUser,
        settled: (change, task) => settle(client, user, change, task),
        refused: (change, why) => {
          void client.invalidateQueries();
          toast({
            kind: "error",
            message: refusal(change, why),
            ...(change.kind !== "delete" && why.status !== 404
              ? {
                  action: {
                    label: "Edit",
                    hint: "Open the tasks to try again",
                    run: () => {
                      setRefused({ change, why });
                      router.push("/tasks");
                    },
                  },
                }
              : {}),
          });
        },
        ended: () => void refetch(),
        idle: () => void client.invalidateQueries({ queryKey: ["overview"] }),
      }),
  );
  useEffect(() => outbox.start(), [outbox]);
  return <DataContext value={useMemo(() => ({ outbox, refused, setRefused }), [outbox, refused])}>{children}</DataContext>;
}

function refusal(change: Change, why: Refused): string {
  const title = brief(change.kind === "create" ? change.fields.title : change.before.title);
  if (why.status === 404) return `“${title}” was deleted elsewhere, so your change is lost.`;
  const what = change.kind === "delete" ? "deleted" : change.kind === "create" ? "added" : "changed";
  return `“${title}” was not ${what}: ${why.message}`;
}

async function send(change: Change, { keepalive }: { keepalive: boolean }): Promise<Task | null> {
  const path = { id: change.task };
  switch (change.kind) {
    case "create":
      return answer(api.POST("/api/tasks", { params: { header: { "Idempotency-Key": change.task } }, body: change.fields, keepalive }));
    case "update":
      return answer(api.PATCH("/api/tasks/{id}", { params: { path }, body: change.fields, keepalive }));
    case "delete":
      try {
        await answer(api.DELETE("/api/tasks/{id}", { params: { path }, keepalive }));
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) throw error; // gone is gone
      }
      return null;
  }
}

/** Puts the server's word into what has been read before, so that nothing moves when the change leaves the outbox. */
function settle(client: QueryClient, user: string, change: Change, task: Task | null) {
  const clock = { now: Date.now(), zone: zoneOf(client) };
  const word = { task };
  for (const query of client.getQueryCache().findAll({ queryKey: ["tasks"] })) {
    const listing = query.queryKey[1] as Listing;
    const stale = query.state.fetchStatus === "fetching"; // what is on its way may be older than this change
    if (stale) void client.cancelQueries({ queryKey: query.queryKey, exact: true });
    client.setQueryData<Pages>(query.queryKey, (old) => {
      const [first, ...others] = old?.pages ?? [];
      if (!old || !first) return old;
      const tasks = withAnswer(old.pages.flatMap((p) => p.tasks), change, task, listing, clock);
      const { total, completed } = countsWithChanges(others.at(-1) ?? first, [change], user, word);
      // All in the first page: what they are read from is flat, and the cursor of the last page is what counts.
      return { ...old, pages: [{ ...first, tasks, total, completed }, ...others.map((p) => ({ ...p, tasks: [], total, completed }))] };
    });
    const recurs = change.kind === "update" && change.fields.completed && task?.is_recurring; // the server has made the next one
    if (stale || recurs || !query.isActive()) void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  }
  void client.cancelQueries({ queryKey: ["overview"] }); // it is read again when all is sent
  client.setQueryData<Overview>(["overview"], (old) => old && overviewWithChanges(old, [change], clock, user, word));
}

function zoneOf(client: QueryClient): string {
  return usableZone(client.getQueryData<Overview>(["overview"])?.timezone) ?? deviceZone();
}

/** The changes that the server has not confirmed, and whether it can be reached. */
export function useOutbox() {
  const { outbox } = useData();
  return { outbox, ...useSyncExternalStore(outbox.subscribe, outbox.get, outbox.get) };
}

/** The refused change that the user wants to look at again, until it is dismissed. */
export function useRefused() {
  const { refused, setRefused } = useData();
  return { refused, dismiss: () => setRefused(undefined) };
}

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

/** The moment, by the minute, in the zone of the user's profile. */
export function useClock(): Clock {
  const overview = useQuery(overviewQuery);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  const zone = usableZone(overview.data?.timezone) ?? deviceZone(); // the profile's may be newer than this browser
  return useMemo(() => ({ now, zone }), [now, zone]);
}

const overviewQuery = {
  queryKey: ["overview"],
  queryFn: ({ signal }: { signal: AbortSignal }) => answer(api.GET("/api/overview", { signal })),
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
      await outbox.quiet();
      const cursor = pageParam ? { cursor: pageParam } : {};
      // Where today ends is the profile's to say; a page that begins with that question waits for the answer.
      if (listing.due !== "") await client.ensureQueryData(overviewQuery).catch(() => {});
      const params = { query: { ...toQuery(listing, { now: Date.now(), zone: zoneOf(client) }), limit: pageSize, ...cursor } };
      return answer(api.GET("/api/tasks", { params, signal }));
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

/** Says what has been done to a task, with a way to undo it; what is held until then is sent when the message goes. */
export function toastUndo(outbox: Outbox, change: Change, message: string, undo: () => void) {
  return toast({
    message,
    action: { label: "Undo", hint: "Press U to undo", run: undo },
    onGone: () => outbox.release(change.id),
  });
}
