"use client";

import Link from "next/link";
import type { ComponentProps } from "react";

import type { Listing } from "@/tasks/listing";
import { addressOf, showListing } from "@/tasks/use-listing";

/** A link to a view. On the page of the tasks it needs no request: the page stays, and its address changes. */
export function ViewLink({
  listing,
  onClick,
  ...props
}: Omit<ComponentProps<typeof Link>, "href" | "prefetch"> & { listing: Listing }) {
  return (
    <Link
      {...props}
      href={addressOf(listing)}
      prefetch={false}
      onClick={(event) => {
        onClick?.(event);
        const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
        if (event.defaultPrevented || elsewhere || location.pathname !== "/tasks") return;
        event.preventDefault();
        showListing(listing);
      }}
    />
  );
}
