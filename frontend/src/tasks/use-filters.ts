"use client";

import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";

import { ApiError, errorMessage } from "@/api/client";
import { filtersKey, keepEntry } from "@/session/session";
import { useUser } from "@/session/signed-in";
import {
  addFollows,
  dropFollows,
  followed,
  followsOf,
  followsText,
  parseFollows,
  subscribeFollows,
  takenBack,
  type Follow,
} from "@/tasks/filter-follows";
import {
  changeFilters,
  FilterRule,
  readFilters,
  type Filter,
  type FilterChange,
  type FiltersDocument,
} from "@/tasks/filters-document";
import { addressOf, currentListing } from "@/tasks/use-listing";

const queryKey = ["filters"];
const day = 86_400_000; // milliseconds

/**
 * Returns the user's saved searches, undefined until the device has them: it begins with those that it heard of last.
 * They change seldom: they are read at the start, as the page comes into sight and as the connection is back.
 */
export function useFilters(): Filter[] | undefined {
  const { id } = useUser();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      caughtUp(client, id, await readFilters(client.getQueryData<FiltersDocument>(queryKey), signal)),
    initialData: () => kept(id),
    initialDataUpdatedAt: 0,
    staleTime: day,
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
  });
  useEffect(() => {
    if (data) keepEntry(filtersKey, id, JSON.stringify({ user: id, ...data }));
  }, [data, id]);
  useEffect(() => {
    const hear = ({ key }: StorageEvent) => key === filtersKey && client.setQueryData(queryKey, kept(id)); // other tabs
    addEventListener("storage", hear);
    return () => removeEventListener("storage", hear);
  }, [client, id]);
  const follows = useSyncExternalStore(subscribeFollows, () => followsText(id), () => "");
  return useMemo(() => data && followed(parseFollows(follows))(data.filters), [data, follows]);
}

/**
 * Returns what has all filters say another name of a tag or a list, at once here, and with the backend as soon as that
 * is reached. That returns how to take it back.
 */
export function useFollow(): (searchOf: (search: string) => string) => () => void {
  const { id } = useUser();
  const client = useQueryClient();
  return useCallback(
    (searchOf) => {
      const run = (follows: Follow[]) => {
        if (follows.length === 0) return;
        addFollows(id, follows);
        void client.invalidateQueries({ queryKey });
      };
      const { filters } = client.getQueryData<FiltersDocument>(queryKey) ?? kept(id) ?? { filters: [] };
      const follows = followsOf(followed(parseFollows(followsText(id)))(filters), searchOf);
      run(follows);
      const showFormer = showAs(searchOf);
      return () => {
        run(takenBack(follows));
        showFormer();
      };
    },
    [client, id],
  );
}

/** Shows another search where one is shown; returns how to show the former again. */
function showAs(searchOf: (search: string) => string): () => void {
  const show = (from: string, to: string) => {
    const listing = currentListing();
    if (location.pathname !== "/tasks" || listing.search !== from || from === to) return;
    history.replaceState(null, "", addressOf({ ...listing, search: to }));
  };
  const { search } = currentListing();
  const next = searchOf(search);
  show(search, next);
  return () => show(next, search);
}

/** Returns what changes the filters, once the backend has confirmed it. It throws a sentence for the user. */
export function useChangeFilters(): (change: FilterChange) => Promise<void> {
  const { id } = useUser();
  const client = useQueryClient();
  return useMemo(() => (change) => changed(client, id, change), [client, id]);
}

async function changed(client: QueryClient, user: string, change: FilterChange) {
  try {
    const follows = parseFollows(followsText(user));
    const follow = followed(follows);
    const before = client.getQueryData<FiltersDocument>(queryKey);
    const document = await changeFilters(before, (filters) => change(follow(filters)));
    await client.cancelQueries({ queryKey }); // which may have read what was before
    client.setQueryData(queryKey, document);
    dropFollows(user, follows);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) void client.invalidateQueries(); // which leads to sign-in
    throw error instanceof FilterRule ? error : new Error(errorMessage(error));
  }
}

/** Tells the backend which filters follow a name, and returns them all; without an answer it is told the next time. */
async function caughtUp(client: QueryClient, user: string, read: FiltersDocument): Promise<FiltersDocument> {
  const follows = parseFollows(followsText(user));
  if (follows.length === 0) return read;
  try {
    const document = await changeFilters(read, followed(follows));
    client.setQueryData(queryKey, document); // before they are dropped, so that no former search is seen
    dropFollows(user, follows);
    return document;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) throw error;
    if (error instanceof ApiError && error.status === 422) dropFollows(user, follows);
    return read;
  }
}

function kept(user: string): FiltersDocument | undefined {
  try {
    const { user: whose, ...document } = JSON.parse(localStorage.getItem(filtersKey) ?? "{}");
    return whose === user ? (document as FiltersDocument) : undefined;
  } catch {
    return undefined;
  }
}
