import { cn } from "@/ui/cn";

/** The grey shape of what is on its way; a screen reader is told elsewhere. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-sunken", className)} />;
}
