"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { fromParams, toParams, type Listing } from "@/tasks/listing";

export type UpdateListing = (part: Partial<Listing>) => void;

/** Returns the listing that the address says this moment; what is rendered may be behind. */
export function currentListing(): Listing {
  return fromParams(new URLSearchParams(location.search));
}

/** The address of a listing. */
export const addressOf = (listing: Listing) => `/tasks${toParams(listing)}`;

/** Shows a listing on the page of the tasks, as a step that Back undoes. */
export function showListing(listing: Listing) {
  history.pushState(null, "", addressOf(listing));
  scrollTo(0, 0);
}

/**
 * Returns the listing of the page's address, and how to change a part of it. A search, which changes as one types,
 * replaces the address; any other choice is a step that Back undoes.
 */
export function useListing(): [Listing, UpdateListing] {
  const params = useSearchParams();
  const listing = useMemo(() => fromParams(new URLSearchParams(params)), [params]);
  const updateListing = useCallback((part: Partial<Listing>) => {
    const address = addressOf({ ...currentListing(), ...part });
    if (Object.keys(part).join() === "search") history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }, []);
  return [listing, updateListing];
}
