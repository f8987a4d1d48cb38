"use client";

import ListDialog from "@/tasks/list-dialog";
import { listingOf } from "@/tasks/listing";
import { useListActions } from "@/tasks/use-list-actions";
import { showListing } from "@/tasks/use-listing";

/** Asks for a new list, and shows it; onDone is called once it is created. */
export default function NewList({ close, onDone }: { close: () => void; onDone: (() => void) | undefined }) {
  const actions = useListActions();
  return (
    <ListDialog
      list={undefined}
      save={(fields) => {
        const id = actions.create(fields);
        if (location.pathname === "/tasks") showListing(listingOf("all", id));
        onDone?.();
      }}
      close={close}
    />
  );
}
