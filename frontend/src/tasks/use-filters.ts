"use client";

import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { ApiError, errorMessage } from "@/api/client";
import { filtersKey } from "@/session/session";
import { useUser } from "@/session/signed-in";
import {
  changeFilters,
  FilterRule,
  readFilters,
  type Filter,
  type FilterChange,
  type FiltersDocument,
} from "@/tasks/filters-document";

const queryKey = ["filters"];
const readEvery = 20_000; // milliseconds, while the page is in sight

/**
 * Returns the user's saved searches, undefined until the device has them: it begins with those that it heard of last.
 * They are read as often as the lists.
 */
export function useFilters(): Filter[] | undefined {
  const { id } = useUser();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => readFilters(client.getQueryData<FiltersDocument>(queryKey), signal),
    initialData: () => kept(id),
    initialDataUpdatedAt: 0,
    staleTime: 0,
    refetchInterval: readEvery,
  });
  useEffect(() => {
    if (data) keep(id, data);
  }, [data, id]);
  useEffect(() => {
    const hear = ({ key }: StorageEvent) => key === filtersKey && client.setQueryData(queryKey, kept(id)); // other tabs
    addEventListener("storage", hear);
    return () => removeEventListener("storage", hear);
  }, [client, id]);
  return data?.filters;
}

/** Returns what changes the filters, once the backend has confirmed it. It throws a sentence for the user. */
export function useChangeFilters(): (change: FilterChange) => Promise<void> {
  const client = useQueryClient();
  return useMemo(() => (change) => changed(client, change), [client]);
}

async function changed(client: QueryClient, change: FilterChange) {
  try {
    const document = await changeFilters(client.getQueryData<FiltersDocument>(queryKey), change);
    await client.cancelQueries({ queryKey }); // which may have read what was before
    client.setQueryData(queryKey, document);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) void client.invalidateQueries(); // which leads to sign-in
    throw error instanceof FilterRule ? error : new Error(errorMessage(error));
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

function keep(user: string, document: FiltersDocument) {
  try {
    const text = JSON.stringify({ user, ...document });
    if (text !== localStorage.getItem(filtersKey)) localStorage.setItem(filtersKey, text);
  } catch {
    // Then they are here once they are read.
  }
}
