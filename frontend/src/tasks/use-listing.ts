"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { fromParams, toParams, type Listing } from "@/tasks/listing";

export type UpdateListing = (part: Partial<Listing>) => void;

// Milliseconds without a key before the address says what is searched: browsers limit how often it may change.
const pause = 150;

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
 * Returns the listing of the page's address, and how to change a part of it. A search, which changes as one types, is
 * in it at once and replaces the address after a pause; any other choice is a step that Back undoes.
 */
export function useListing(): [Listing, UpdateListing] {
  const params = useSearchParams();
  const said = useMemo(() => fromParams(new URLSearchParams(params)), [params]);
  const [typed, setTyped] = useState<string>(); // while the address does not say it
  const written = useRef(said.search);
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined);

  const updateListing = useCallback((part: Partial<Listing>) => {
    const { text: search, timer } = waiting.current ?? {};
    clearTimeout(timer);
    waiting.current = undefined;
    const { search: text, ...others } = part;
    if (text === undefined || Object.keys(others).length > 0) {
      // The address says first what is typed, so that Back shows that.
      if (search !== undefined) history.replaceState(null, "", addressOf({ ...currentListing(), search }));
      history.pushState(null, "", addressOf({ ...currentListing(), ...part }));
      return;
    }
    setTyped(text);
    const write = () => {
      waiting.current = undefined;
      written.current = text;
      history.replaceState(null, "", addressOf({ ...currentListing(), search: text }));
    };
    waiting.current = { text, timer: setTimeout(write, pause) };
  }, []);

  useEffect(() => {
    const isElsewhere = said.search !== written.current; // Back, or another view
    if (waiting.current && !isElsewhere) return;
    clearTimeout(waiting.current?.timer);
    waiting.current = undefined;
    written.current = said.search;
    setTyped(undefined);
  }, [said]);
  useEffect(() => () => clearTimeout(waiting.current?.timer), []);

  const listing = useMemo(() => (typed === undefined ? said : { ...said, search: typed }), [said, typed]);
  return [listing, updateListing];
}
