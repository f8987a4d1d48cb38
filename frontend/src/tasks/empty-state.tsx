"use client";

import Link from "next/link";
import type { Ref } from "react";

import { Nothing } from "@/tasks/list-placeholders";
import { filterCount, listingOf, unfiltered, viewKey, type Listing } from "@/tasks/listing";
import { showListing, type UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";

/** What stands in place of a list without tasks. */
export function EmptyState({
  listing,
  total,
  updateListing,
  startTask,
  addExamples,
  buttonRef,
}: {
  listing: Listing;
  /** How many tasks the user has in all. */
  total: number;
  updateListing: UpdateListing;
  startTask: () => void;
  addExamples: () => void;
  buttonRef: Ref<HTMLButtonElement>;
}) {
  const { title, text, label, run } = content(listing, total, { updateListing, startTask });
  const isFirstRun = total === 0 && label === firstTask;
  return (
    <Nothing title={title} text={text}>
      <Button ref={buttonRef} variant="secondary" onClick={run}>
        {label}
      </Button>
      {isFirstRun && (
        <>
          <Button variant="quiet" onClick={addExamples}>
            Add three examples
          </Button>
          <Button asChild variant="quiet">
            <Link href="/account#import">Import from a file</Link>
          </Button>
        </>
      )}
    </Nothing>
  );
}

const firstTask = "Add the first task";

function content(
  listing: Listing,
  total: number,
  { updateListing, startTask }: { updateListing: UpdateListing; startTask: () => void },
) {
  const { view, state, search } = listing;
  if (search !== "" || filterCount(listing) > 0) {
    const clear = () => updateListing(unfiltered(listing));
    const text = search === "" ? "No task is like this." : searchHelp;
    return { title: "Nothing is found", text, label: "Clear search and filters", run: clear };
  }
  if (total === 0 && listing.list === "" && view !== "done") {
    const text = "What is on your mind? Write it down, and it is off it.";
    return { title: "Your list is empty", text, label: firstTask, run: startTask };
  }
  if (state === "done") {
    const [label, next] = view === "done" ? ["Go to Today", listingOf("today")] : ["Show the open tasks", undefined];
    const run = () => (next ? showListing(next) : updateListing({ state: "open" }));
    return { title: "Nothing is done yet", text: "What you complete is kept here.", label, run };
  }
  const [title, text] = empty[viewKey(listing)] ?? empty[viewKey(listing).split(" ")[0] ?? ""] ?? allDone;
  return { title, text, label: "Add a task", run: startTask };
}

const searchHelp = "Words, #tag, @list, p1 to p4 and due:week narrow a search.";
const allDone = ["All done", "Nothing is left to do. Enjoy it."] as const;
const empty: Record<string, readonly [title: string, text: string]> = {
  today: ["All clear today", "Nothing is due. Enjoy it, or see what comes in Upcoming."],
  upcoming: ["Nothing is planned", "What has a date after today stands here."],
  list: ["Nothing in this list", "What you add here belongs to it."],
  tag: ["Nothing open has this tag", "What you add here gets it."],
};
