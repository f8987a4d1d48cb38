import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import { deviceZone, usableZone } from "@/lib/locale";
import {
  countsWithChanges,
  overviewWithChanges,
  withAnswer,
  type Change,
  type Counts,
  type Overview,
} from "@/tasks/changes";
import type { Listing } from "@/tasks/listing";
import type { Task } from "@/tasks/task";

/** A page of a listing, as the server has answered it. */
export interface Page extends Counts {
  tasks: Task[];
  next_cursor: string | null;
}
type Pages = InfiniteData<Page, string | undefined>;

/** Puts the server's word into what has been read before, so that nothing moves when the change leaves the outbox. */
export function settle(client: QueryClient, user: string, change: Change, task: Task | null) {
  const clock = { now: Date.now(), zone: zoneOf(client) };
  const word = { task };
  for (const query of client.getQueryCache().findAll({ queryKey: ["tasks"] })) {
    const listing = query.queryKey[1] as Listing;
    const stale = query.state.fetchStatus === "fetching"; // what is on its way may be older than this change
    if (stale) void client.cancelQueries({ queryKey: query.queryKey, exact: true });
    client.setQueryData<Pages>(query.queryKey, (old) => {
      const [first, ...others] = old?.pages ?? [];
      if (!old || !first) return old;
      const tasks = withAnswer(
        old.pages.flatMap((p) => p.tasks),
        change,
        task,
        listing,
        clock,
      );
      const { total, completed } = countsWithChanges(others.at(-1) ?? first, [change], user, word);
      // All in the first page: what they are read from is flat, and the cursor of the last page is what counts.
      const emptied = others.map((p) => ({ ...p, tasks: [], total, completed }));
      return { ...old, pages: [{ ...first, tasks, total, completed }, ...emptied] };
    });
    // A recurring task that is completed has a next occurrence, and one that is opened again has it no more.
    const recurs = change.kind === "update" && change.fields.completed !== undefined && task?.is_recurring;
    if (stale || recurs || !query.isActive()) void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
  }
  void client.cancelQueries({ queryKey: ["overview"] }); // it is read again when all is sent
  client.setQueryData<Overview>(["overview"], (old) => old && overviewWithChanges(old, [change], clock, user, word));
}

/** The zone of the user's profile; the device's until that is read. */
export function zoneOf(client: QueryClient): string {
  return usableZone(client.getQueryData<Overview>(["overview"])?.timezone) ?? deviceZone();
}
