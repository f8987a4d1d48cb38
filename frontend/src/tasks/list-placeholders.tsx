"use client";

import { errorMessage } from "@/api/client";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";

/** What stands in place of a list that could not be fetched. */
export function ListError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 rounded-xl border bg-surface px-6 py-14 text-center">
      <h2 className="font-semibold">The tasks could not be loaded</h2>
      <p className="text-sm text-muted">{errorMessage(error)}</p>
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}

/** What stands in place of a list of which the device has nothing, and that cannot be fetched now. */
export function ListNotHere() {
  return (
    <div role="status" className="rounded-xl border bg-surface px-6 py-14 text-center">
      <h2 className="font-semibold">Not here without a connection</h2>
      <p className="mt-3 text-sm text-muted">This device has none of these tasks. They come when it is back.</p>
    </div>
  );
}

/** What stands in place of a list that is being fetched. */
export function ListSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-px overflow-hidden rounded-xl border bg-surface">
      <p className="sr-only">Loading the tasks</p>
      {[70, 45, 60, 50, 65].map((width) => (
        <div key={width} className="flex h-[61px] items-center gap-3 px-4">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className={cn("h-4", width > 55 ? "w-2/3" : "w-2/5")} />
        </div>
      ))}
    </div>
  );
}
