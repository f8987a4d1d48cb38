"use client";

import { ListFilter } from "lucide-react";
import type { RefObject } from "react";

import { filterCount, sorts, stateLabels, type Listing, type Sort } from "@/tasks/listing";
import { SearchField } from "@/tasks/search-field";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Select } from "@/ui/field";

/** Which tasks the list shows, and in which order. */
export function ListToolbar({
  listing,
  updateListing,
  setState,
  openFilters,
  searchRef,
}: {
  listing: Listing;
  updateListing: UpdateListing;
  setState: (state: Listing["state"]) => void;
  openFilters: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const filters = filterCount(listing);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div role="group" aria-label="Which tasks" className="flex rounded-lg bg-sunken p-0.5">
        {Object.entries(stateLabels).map(([state, label]) => (
          <button
            key={state}
            type="button"
            aria-pressed={listing.state === state}
            onClick={() => setState(state as Listing["state"])}
            className={cn(
              "h-9 rounded-md px-3.5 text-sm font-medium text-muted hover:text-ink",
              listing.state === state && "bg-surface text-ink shadow-xs",
            )}
          >
            {label}
          </button>
        ))}
      </div>
      <Button variant="secondary" onClick={openFilters} className="max-sm:ml-auto lg:hidden">
        <ListFilter aria-hidden /> Filter{filters > 0 && ` (${filters})`}
      </Button>
      <SearchField value={listing.search} change={(search) => updateListing({ search })} inputRef={searchRef} />
      <Select
        aria-label="Order"
        value={listing.sort}
        onChange={(event) => updateListing({ sort: event.target.value as Sort })}
        className="w-auto max-w-44"
      >
        {Object.entries(sorts).map(([sort, { label }]) => (
          <option key={sort} value={sort}>
            {label}
          </option>
        ))}
      </Select>
    </div>
  );
}
