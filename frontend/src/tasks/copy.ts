import type { QueryClient } from "@tanstack/react-query";

import { copyKey } from "@/session/session";
import type { AcknowledgedChange } from "@/tasks/changes";

// The device's copy of what was fetched last: the next page shows it at once, also without a connection, and fetches it
// anew. It is in localStorage, so that it is there when the page is first painted. keep-copy.ts writes it, session.ts
// removes it with its user.

/** A copy. Its moments, fetchedAt and at, are counted from when it was written, and so before any of the next page. */
export interface Copy {
  version: number;
  user: string;
  queries: [key: readonly unknown[], data: unknown][];
  /** The confirmed changes that a page of before may lack. */
  acknowledged: AcknowledgedChange[];
}
export const version = 1; // another one, when what is fetched gets another form

/** Puts a user's copy into the cache, to be fetched anew, and returns the confirmed changes that it may lack. */
export function restore(client: QueryClient, user: string): AcknowledgedChange[] {
  try {
    const copy = JSON.parse(localStorage.getItem(copyKey) ?? "null") as Copy | null;
    if (copy?.version !== version || copy.user !== user) return [];
    for (const [key, data] of copy.queries) client.setQueryData(key, data, { updatedAt: 0 });
    return copy.acknowledged;
  } catch {
    return []; // a browser that keeps nothing, or has kept a part
  }
}
