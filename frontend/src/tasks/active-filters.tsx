"use client";

import { X } from "lucide-react";

import { dueFilters, tagFilters, type Listing } from "@/tasks/listing";
import type { UpdateListing } from "@/tasks/use-listing";

/** The filters that are set, each with a way out. */
export function ActiveFilters({ listing, updateListing }: { listing: Listing; updateListing: UpdateListing }) {
  const active: [label: string, cleared: Partial<Listing>][] = [];
  if (listing.due) active.push([dueFilters[listing.due], { due: "" }]);
  if (listing.priority) active.push([`Priority ${listing.priority}`, { priority: "" }]);
  if (listing.category) active.push([listing.category, { category: "" }]);
  for (const tag of tagFilters(listing))
    active.push([`#${tag}`, { tags: listing.tags.filter((other) => other !== tag) }]);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-1.5">
      {active.map(([label, cleared]) => (
        <li key={label} className="max-w-full">
          <button
            type="button"
            aria-label={`Remove the filter ${label}`}
            onClick={() => updateListing(cleared)}
            className={
              "inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-sm " +
              "text-accent hover:bg-sunken pointer-coarse:min-h-11"
            }
          >
            <span className="truncate">{label}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
}
