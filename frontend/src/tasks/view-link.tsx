"use client";

import Link from "next/link";
import type { ComponentProps, MouseEvent } from "react";

import type { Listing } from "@/tasks/listing";
import { addressOf, showListing } from "@/tasks/use-listing";

/** Reports whether a click on a link goes there on this page, and not to another tab, say. */
export function isPlain({ metaKey, ctrlKey, shiftKey, altKey, button }: MouseEvent): boolean {
  return !(metaKey || ctrlKey || shiftKey || altKey || button !== 0);
}

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
        if (event.defaultPrevented || !isPlain(event) || location.pathname !== "/tasks") return;
        event.preventDefault();
        showListing(listing);
      }}
    />
  );
}
