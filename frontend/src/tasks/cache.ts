import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import { deviceZone, usableZone } from "@/lib/locale";
import type { AcknowledgedChange } from "@/tasks/changes";
import type { Counts, Overview } from "@/tasks/overlay";
import type { Task } from "@/tasks/task";

/** What was fetched, with the moment at which its fetch began, by performance.now(). */
export type Fetched<T> = T & { fetchedAt: number };

/** A page of a listing, as the backend has answered it. */
export interface Page extends Counts {
  tasks: Task[];
  next_cursor: string | null;
}
export type Pages = InfiniteData<Fetched<Page>, string | undefined>;

export const fewPages = 3;

/** Returns when the oldest fetch began whose pages can still be shown; Infinity where nothing was fetched. */
export function oldestFetch(client: QueryClient): number {
  const overview = client.getQueryData<Fetched<Overview>>(["overview"]);
  const listings = client.getQueriesData<Pages>({ queryKey: ["tasks"] }).map(([, data]) => begin(data));
  return Math.min(overview?.fetchedAt ?? Infinity, ...listings);
}

/**
 * Fetches what is shown again, once everything is sent: a fetch that overlapped with a change may have counted it
 * already, and the backend may have done more than the page expected. A long list is spared that, unless the next
 * occurrence of a recurring task has come or gone.
 */
export function refetch(client: QueryClient, acknowledged: AcknowledgedChange[]) {
  void client.invalidateQueries({ queryKey: ["overview"] });
  void client.invalidateQueries({ queryKey: ["lists"] });
  void client.invalidateQueries({
    queryKey: ["tasks"],
    predicate: ({ state }) => {
      const data = state.data as Pages | undefined;
      if (!data || data.pages.length <= fewPages) return true;
      return acknowledged.some((change) => change.acknowledged.at > begin(data) && hasNextOccurrence(change));
    },
  });
}

function begin(data: Pages | undefined): number {
  return Math.min(Infinity, ...(data?.pages ?? []).map((page) => page.fetchedAt));
}

function hasNextOccurrence(change: AcknowledgedChange): boolean {
  if (change.kind !== "update" || change.fields.completed === undefined) return false;
  return change.acknowledged.task?.is_recurring ?? false;
}

/** Returns the zone of the user's profile; the device's until that is fetched. */
export function profileZone(client: QueryClient): string {
  return usableZone(client.getQueryData<Overview>(["overview"])?.timezone) ?? deviceZone();
}
