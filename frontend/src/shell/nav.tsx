"use client";

import { CalendarDays, CircleCheck, Inbox, Layers, Sun, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useSearchParams } from "next/navigation";

import { navKey, NavItem } from "@/shell/nav-item";
import { NavLists } from "@/shell/nav-lists";
import { NavTags } from "@/shell/nav-tags";
import { useUser } from "@/session/signed-in";
import { defaultListing, fromParams, listingOf } from "@/tasks/listing";
import { useLists } from "@/tasks/use-lists";
import { useOverview } from "@/tasks/use-overview";

// It is fetched apart, and the page is without it where there is no connection.
const nothing = { default: () => null };
const NavFilters = dynamic(() => import("@/shell/nav-filters").catch(() => nothing), { ssr: false });

/** Returns the key of what is shown, "" on another page. */
export function useCurrentView(): string {
  const params = useSearchParams();
  return usePathname() === "/tasks" ? navKey(fromParams(new URLSearchParams(params))) : "";
}

/** The views that have no place of their own in the list of lists. */
export const mainViews = {
  today: { label: "Today", icon: Sun, keys: "g t" },
  upcoming: { label: "Upcoming", icon: CalendarDays, keys: "g u" },
  inbox: { label: "Inbox", icon: Inbox, keys: "g i" },
} as const;

/** Returns how many open tasks the views have, undefined until that is fetched. */
export function useCounts() {
  const { data } = useOverview();
  const { inbox } = useLists();
  return {
    today: data && data.overdue + data.due_today,
    inbox: inbox && inbox.total - inbox.completed,
  };
}

/** All views; onShow is called when one is chosen. */
export function Nav({ onShow }: { onShow?: () => void }) {
  const { id: user } = useUser();
  const current = useCurrentView();
  const counts = useCounts();
  const { today, upcoming, inbox } = mainViews;
  return (
    <nav aria-label="Views" className="flex flex-col gap-6">
      <ul className="flex flex-col gap-px">
        <NavItem {...{ ...today, current, onShow }} listing={listingOf("today")} count={counts.today} />
        <NavItem {...{ ...upcoming, current, onShow }} listing={listingOf("upcoming")} />
        <NavItem {...{ ...inbox, current, onShow }} listing={listingOf("all", user)} count={counts.inbox} />
        <NavItem label="All tasks" icon={Layers} keys="g a" {...{ current, onShow }} listing={defaultListing} />
        <NavItem label="Done" icon={CircleCheck} keys="g d" {...{ current, onShow }} listing={listingOf("done")} />
      </ul>
      <NavLists current={current} onShow={onShow} />
      <NavTags current={current} onShow={onShow} />
      <NavFilters current={current} onShow={onShow} />
      <ul>
        <NavItem label="Trash" icon={Trash2} {...{ current, onShow }} listing={listingOf("trash")} />
      </ul>
    </nav>
  );
}
