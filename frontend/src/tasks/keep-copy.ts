import type { QueryClient } from "@tanstack/react-query";

import { copyKey, lastUser } from "@/session/session";
import { fewPages, type Pages } from "@/tasks/cache";
import { version, type Copy } from "@/tasks/copy";
import type { Listing } from "@/tasks/listing";
import type { Outbox } from "@/tasks/outbox";

const listings = 3; // as many as are kept, those fetched last
const delay = 1000; // milliseconds in which what comes together is written together

/** Keeps a user's copy up to date, until it is stopped. */
export function keepCopy(
  client: QueryClient,
  user: string,
  outbox: Pick<Outbox, "get" | "subscribe">,
  stopping: AbortSignal,
) {
  if (stopping.aborted) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let { acknowledged } = outbox.get();
  const schedule = () => (timer ??= setTimeout(write, delay));
  const write = () => {
    if (timer === undefined) return; // nothing is new
    clearTimeout(timer);
    timer = undefined;
    if (lastUser() !== user) return; // who has signed out
    try {
      localStorage.setItem(copyKey, serialize({ version, user, queries: newest(client), acknowledged }));
    } catch {
      // A browser that is full, or keeps nothing, shows what it kept before, or nothing.
    }
  };
  const stopCache = client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "success") schedule();
  });
  const stopOutbox = outbox.subscribe(() => {
    if (acknowledged !== outbox.get().acknowledged) schedule();
    ({ acknowledged } = outbox.get());
  });
  addEventListener("pagehide", write, { signal: stopping });
  document.addEventListener("visibilitychange", write, { signal: stopping });
  stopping.addEventListener("abort", () => {
    stopCache();
    stopOutbox();
    clearTimeout(timer);
  });
  schedule(); // what was fetched before
}

/** Returns what is copied: the overview, the profile, and the first pages of the newest listings. */
function newest(client: QueryClient): Copy["queries"] {
  const all = client.getQueryCache().getAll().filter(({ state }) => state.data !== undefined);
  const alone = all.filter(({ queryKey: [name] }) => name === "overview" || name === "profile");
  const lists = all
    .filter(({ queryKey: [name, listing] }) => name === "tasks" && (listing as Listing).search === "")
    .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .slice(0, listings);
  const begun = ({ pages, pageParams }: Pages) => ({
    pages: pages.slice(0, fewPages),
    pageParams: pageParams.slice(0, fewPages),
  });
  return [
    ...alone.map(({ queryKey, state }): [readonly unknown[], unknown] => [queryKey, state.data]),
    ...lists.map(({ queryKey, state }): [readonly unknown[], unknown] => [queryKey, begun(state.data as Pages)]),
  ];
}

function serialize(copy: Copy): string {
  const now = performance.now();
  const acknowledged = copy.acknowledged.map((change) => {
    return { ...change, acknowledged: { ...change.acknowledged, at: change.acknowledged.at - now } };
  });
  return JSON.stringify({ ...copy, acknowledged }, (name, value) => (name === "fetchedAt" ? value - now : value));
}
