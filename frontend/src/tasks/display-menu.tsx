"use client";

import { SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { Popover } from "radix-ui";
import { useEffect, useState } from "react";

import { filterCount, type Listing } from "@/tasks/listing";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { whenIdle } from "@/ui/idle";

const load = () => import("@/tasks/filters");
const Filters = dynamic(load);

/** A button that opens what the list shows, and in which order. */
export function DisplayMenu({ listing, updateListing }: { listing: Listing; updateListing: UpdateListing }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([load()])), []);
  const filters = filterCount(listing);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          variant="quiet"
          aria-label={filters > 0 ? `Display, ${filters} ${filters === 1 ? "filter" : "filters"}` : "Display"}
          className="px-3 max-sm:w-10 max-sm:px-0 pointer-coarse:min-w-11"
        >
          <SlidersHorizontal aria-hidden />
          <span className="max-sm:sr-only">Display</span>
          {filters > 0 && (
            <span aria-hidden className="rounded-full bg-accent px-1.5 text-xs leading-5 text-on-accent">
              {filters}
            </span>
          )}
        </Button>
      </Popover.Trigger>
      <Popover.Content
        align="end"
        sideOffset={6}
        collisionPadding={12}
        aria-label="Display"
        className={cn(
          "z-40 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] flex-col gap-5 overflow-y-auto",
          "w-[min(22rem,calc(100vw-1.5rem))] animate-in rounded-xl border border-line bg-surface p-4 shadow-lg",
          "outline-none",
        )}
      >
        <Filters listing={listing} updateListing={updateListing} />
      </Popover.Content>
    </Popover.Root>
  );
}
