"use client";

import { useMemo } from "react";

import type { Listing } from "@/tasks/listing";
import type { RowStates } from "@/tasks/row-state";
import { useLists } from "@/tasks/use-lists";

/** Returns the lists that rows name, by id, which stay the same with their names: none in the view of a list. */
export function useShownLists(listing: Listing): RowStates["lists"] {
  const { lists = [] } = useLists();
  const entries = JSON.stringify(listing.list ? [] : lists.map(({ id, name, color }) => [id, { name, color }]));
  return useMemo(() => new Map(JSON.parse(entries)), [entries]);
}
