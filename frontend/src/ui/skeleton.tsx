import { cn } from "@/ui/cn";

/** A grey shape in place of content that is loading. Screen readers are told elsewhere. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-sunken", className)} />;
}
