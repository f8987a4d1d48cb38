"use client";

import type { ReactNode } from "react";

import { errorMessage } from "@/api/client";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";

/** What stands in place of tasks: what is the matter, and what can be done about it. */
export function Nothing({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <h2 className="font-semibold">{title}</h2>
      <p className="max-w-sm text-pretty text-sm text-muted">{text}</p>
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}

/** What stands in place of a list that could not be fetched. */
export function ListError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert">
      <Nothing title="The tasks could not be loaded" text={errorMessage(error)}>
        <Button onClick={retry}>Try again</Button>
      </Nothing>
    </div>
  );
}

/** What stands in place of a list of which the device has nothing, and that cannot be fetched now. */
export function ListNotHere() {
  return (
    <div role="status">
      <Nothing
        title="Not here without a connection"
        text="This device has none of these tasks. They come when it is back."
      />
    </div>
  );
}

/** What stands in place of a list that is being fetched. */
export function ListSkeleton() {
  return (
    <div aria-busy className="flex flex-col">
      <p className="sr-only">Loading the tasks</p>
      {[70, 45, 60, 50, 65].map((width) => (
        <div key={width} className="flex h-(--row) items-center gap-3 border-b border-line">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className={cn("h-4", width > 55 ? "w-2/3" : "w-2/5")} />
        </div>
      ))}
    </div>
  );
}
