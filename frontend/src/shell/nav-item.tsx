"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { viewKey, type Listing } from "@/tasks/listing";
import { ViewLink } from "@/tasks/view-link";
import { cn } from "@/ui/cn";

/** The look of a row of the rail, and of that of the view that is shown. */
const row = cn(
  "flex min-h-9 w-full min-w-0 items-center gap-2.5 rounded-lg px-2.5 text-sm text-ink hover:bg-sunken",
  "pointer-coarse:min-h-11 aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold",
  "aria-[current=page]:text-accent [&_svg]:size-4.5 [&_svg]:shrink-0",
);

/** The look of a button beside the link, which is there while the item is pointed at, or has the focus. */
export const itemButton = cn(
  "absolute right-0.5 top-0.5 pointer-coarse:top-0",
  "aria-expanded:opacity-100 pointer-fine:opacity-0 pointer-fine:focus-visible:opacity-100",
  "pointer-fine:group-focus-within/item:opacity-100 pointer-fine:group-hover/item:opacity-100",
);

/** Names what a listing shows: a search, which looks through all tasks from any view, or its view. */
export function navKey(listing: Listing): string {
  return listing.search === "" ? viewKey(listing) : `search ${listing.search}`;
}

/** One view. A right click, or the key for it, opens the menu beside the link. */
export function NavItem({
  label,
  icon: Icon,
  mark,
  keys,
  listing,
  current,
  count,
  onShow,
  children,
}: {
  label: string;
  icon?: LucideIcon;
  /** What stands in place of an icon. */
  mark?: ReactNode;
  keys?: string;
  listing: Listing;
  current: string;
  count?: number | undefined;
  onShow?: (() => void) | undefined;
  /** What stands beside the link. */
  children?: ReactNode;
}) {
  return (
    <li className="group/item relative">
      <ViewLink
        listing={listing}
        aria-current={current === navKey(listing) ? "page" : undefined}
        aria-keyshortcuts={keys}
        onClick={() => onShow?.()}
        onContextMenu={(event) => {
          const button = event.currentTarget.parentElement?.querySelector("button");
          if (button) event.preventDefault();
          button?.click();
        }}
        className={cn(row, children !== undefined && "pointer-coarse:pr-12")}
      >
        {Icon ? <Icon aria-hidden className="text-muted" /> : mark}
        <span dir="auto" title={label.length > 24 ? label : undefined} className="min-w-0 flex-1 truncate text-left">
          {label}
        </span>
        {count !== undefined && count > 0 && (
          <span
            className={cn(
              "text-xs font-normal tabular-nums text-muted",
              // where the button of its menu comes
              children !== undefined && "pointer-fine:group-focus-within/item:opacity-0",
              children !== undefined && "pointer-fine:group-hover/item:opacity-0",
            )}
          >
            {count}
            <span className="sr-only"> open</span>
          </span>
        )}
      </ViewLink>
      {children}
    </li>
  );
}
