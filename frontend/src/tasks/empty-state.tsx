"use client";

import type { Ref } from "react";

import { defaultListing, filterCount, type Listing } from "@/tasks/listing";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";

/** What stands in place of a list without tasks. */
export function EmptyState({
  listing,
  total,
  updateListing,
  startTask,
  buttonRef,
}: {
  listing: Listing;
  /** How many tasks the user has in all. */
  total: number;
  updateListing: UpdateListing;
  startTask: () => void;
  buttonRef: Ref<HTMLButtonElement>;
}) {
  const { state, sort } = listing;
  const narrowed = listing.search !== "" || filterCount(listing) > 0;
  const [title, text, label, run] = narrowed
    ? [
        "Nothing is found",
        "No task is like this.",
        "Clear search and filters",
        () => updateListing({ ...defaultListing, state, sort }),
      ]
    : total === 0
      ? [
          "Your list is empty",
          "What is on your mind? Write it down, and it is off it.",
          "Add the first task",
          startTask,
        ]
      : state === "done"
        ? [
            "Nothing is done yet",
            "What you complete is kept here.",
            "Show the open tasks",
            () => updateListing({ state: "open" }),
          ]
        : ["All done", "Nothing is left to do. Enjoy it.", "Add a task", startTask];
  return (
    <div
      className={
        "flex flex-col items-center gap-3 rounded-xl border border-dashed border-edge px-6 py-14 text-center"
      }
    >
      <h2 className="font-semibold">{title}</h2>
      <p className="text-sm text-muted">{text}</p>
      <Button ref={buttonRef} variant="secondary" onClick={run}>
        {label}
      </Button>
    </div>
  );
}
