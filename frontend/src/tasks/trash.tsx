"use client";

import { List as ListIcon, RotateCcw } from "lucide-react";
import { useRef, useState } from "react";

import { dayOf, formatFull, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { nameOfDay } from "@/tasks/groups";
import { ListError, ListNotHere, ListSkeleton, Nothing } from "@/tasks/list-placeholders";
import { useTrash } from "@/tasks/use-trash";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";

/** What was deleted, to be restored for 30 days, or deleted for good. */
export default function Trash({ clock, focusHeading }: { clock: Clock; focusHeading: () => void }) {
  const { query, items, restore, empty, isPending } = useTrash();
  const [isAsking, setAsking] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  if (!items) {
    if (query.isError) return <ListError error={query.error} retry={() => void query.refetch()} />;
    return query.isPaused ? <ListNotHere /> : <ListSkeleton />;
  }
  if (items.length === 0) return <Nothing title="The trash is empty" text="What you delete stays here for 30 days." />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-4">
        <p className="text-sm text-muted">What you delete stays here for 30 days.</p>
        <Button variant="secondary" size="sm" onClick={() => setAsking(true)}>
          Empty the trash
        </Button>
      </div>
      <ul ref={list} aria-label="Trash" className="border-t border-line">
        {items.map((item) => (
          <li key={item.id} className="flex min-h-(--row) items-center gap-3 border-b border-line py-0.5">
            {item.kind === "list" && <ListIcon aria-label="List" className="size-4 shrink-0 text-muted" />}
            <span dir="auto" className="min-w-0 flex-1 truncate text-sm" title={item.title}>
              {item.title}
              {item.tasks > 0 && (
                <span className="text-muted"> with {item.tasks === 1 ? "1 task" : `${item.tasks} tasks`}</span>
              )}
            </span>
            <time
              dateTime={item.deletedAt}
              title={formatFull(item.deletedAt, clock.zone, dateLocale())}
              className="shrink-0 text-xs text-muted max-sm:sr-only"
            >
              {nameOfDay(dayOf(item.deletedAt, clock.zone), clock, dateLocale())}
            </time>
            <Button
              variant="quiet"
              size="sm"
              aria-label={`Restore: ${item.title}`}
              disabled={isPending}
              onClick={() => {
                restore(item);
                focusHeading(); // its button goes with it
              }}
              className="-my-1" // a row is as high as its line
            >
              <RotateCcw aria-hidden /> Restore
            </Button>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="secondary" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
      {isAsking && (
        <Dialog open onOpenChange={setAsking}>
          <DialogContent
            title="Empty the trash?"
            description="Everything in it is deleted for good. This cannot be undone."
            onCloseAutoFocus={focusHeading}
          >
            <div className="flex justify-end gap-2">
              <Button variant="secondary" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button
                variant="danger"
                onClick={() => {
                  empty();
                  setAsking(false);
                }}
              >
                Empty the trash
              </Button>
            </div>
          </DialogContent>
        </Dialog>
      )}
    </div>
  );
}
