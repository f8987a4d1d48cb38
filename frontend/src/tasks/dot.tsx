import { cn } from "@/ui/cn";

/** The color of a list. */
export function Dot({ color, className }: { color: string | null; className?: string }) {
  return (
    <span aria-hidden className={cn("flex size-4.5 shrink-0 items-center justify-center", className)}>
      <span
        style={color ? { backgroundColor: color } : undefined}
        className={cn("size-2.5 rounded-full forced-color-adjust-none", !color && "border-2 border-edge")}
      />
    </span>
  );
}
