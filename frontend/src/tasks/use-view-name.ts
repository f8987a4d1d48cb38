"use client";

import { useUser } from "@/session/signed-in";
import { isTagView, type Listing } from "@/tasks/listing";
import { useLists } from "@/tasks/use-lists";

const names = { today: "Today", upcoming: "Upcoming", done: "Done", trash: "Trash", all: "All tasks" } as const;

/** Returns the name of the view of a listing, and its list, where it is that of one. */
export function useViewName(listing: Listing) {
  const { id: user } = useUser();
  const { all } = useLists();
  const list = all?.find(({ id }) => id === listing.list);
  /** The list was deleted, or is not the user's. */
  const isMissing = listing.list !== "" && all !== undefined && !list;
  const unnamed = listing.list === user ? "Inbox" : isMissing ? "List not found" : "List";
  const tag = isTagView(listing) ? `#${listing.tags[0]}` : names[listing.view];
  const view = listing.list ? (list?.name ?? unnamed) : tag;
  const name = listing.search ? "Search" : view;
  return { name, list, isMissing };
}
