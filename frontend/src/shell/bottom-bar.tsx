"use client";

import { Menu, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { mainViews, useCounts, useCurrentView } from "@/shell/nav";
import { NavSheetButton } from "@/shell/nav-sheet-button";
import { useUser } from "@/session/signed-in";
import { listingOf, viewKey, type Listing } from "@/tasks/listing";
import { ViewLink } from "@/tasks/view-link";
import { cn } from "@/ui/cn";

const tab = cn(
  "flex h-14 w-full flex-col items-center justify-center gap-0.5 rounded-none px-0 text-xs font-medium text-muted",
  "outline-offset-[-4px] pointer-coarse:h-14 hover:bg-transparent aria-[current=page]:text-accent [&_svg]:size-5.5",
);

/** The views at the thumb, on phones: the three that are used most, and a sheet with all. */
export function BottomBar() {
  const { id: user } = useUser();
  const counts = useCounts();
  const { today, upcoming, inbox } = mainViews;
  return (
    <nav
      aria-label="Main views"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      <ul className="grid grid-cols-4">
        <Tab {...today} listing={listingOf("today")} count={counts.today} />
        <Tab {...upcoming} listing={listingOf("upcoming")} />
        <Tab {...inbox} listing={listingOf("all", user)} />
        <li>
          <NavSheetButton variant="quiet" className={tab}>
            <Menu aria-hidden /> Views
          </NavSheetButton>
        </li>
      </ul>
    </nav>
  );
}

function Tab({
  label,
  icon: Icon,
  listing,
  count,
}: {
  label: ReactNode;
  icon: LucideIcon;
  listing: Listing;
  count?: number | undefined;
}) {
  const current = useCurrentView();
  return (
    <li>
      <ViewLink listing={listing} aria-current={current === viewKey(listing) ? "page" : undefined} className={tab}>
        <span className="relative">
          <Icon aria-hidden />
          {count !== undefined && count > 0 && (
            <span
              aria-hidden
              className={
                "absolute -right-3.5 -top-1.5 min-w-4.5 rounded-full bg-accent px-1 text-center text-[0.6875rem] " +
                "leading-4.5 text-on-accent tabular-nums"
              }
            >
              {count > 99 ? "99+" : count}
            </span>
          )}
        </span>
        {label}
      </ViewLink>
    </li>
  );
}
