"use client";

import { SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState, type ComponentProps } from "react";

import { filterCount, type Listing } from "@/tasks/listing";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

const load = () => import("@/tasks/filters");
const FiltersWindow = dynamic(load);

/** A button that opens what the list shows, and in which order. */
export function DisplayMenu({ listing, updateListing }: { listing: Listing; updateListing: UpdateListing }) {
  const [opened, setOpened] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([load()])), []);
  const filters = filterCount(listing);
  return opened ? (
    <FiltersWindow trigger={<Trigger filters={filters} />} {...{ listing, updateListing }} />
  ) : (
    <Trigger filters={filters} onClick={() => whenFetched(load(), () => setOpened(true))} />
  );
}

function Trigger({ filters, ...props }: ComponentProps<typeof Button> & { filters: number }) {
  return (
    <Button
      variant="quiet"
      aria-label={filters > 0 ? `Display, ${filters} ${filters === 1 ? "filter" : "filters"}` : "Display"}
      aria-haspopup="dialog"
      className="px-3 max-sm:w-10 max-sm:px-0 pointer-coarse:min-w-11"
      {...props}
    >
      <SlidersHorizontal aria-hidden />
      <span className="max-sm:sr-only">Display</span>
      {filters > 0 && (
        <span aria-hidden className="rounded-full bg-accent px-1.5 text-xs leading-5 text-on-accent">
          {filters}
        </span>
      )}
    </Button>
  );
}
