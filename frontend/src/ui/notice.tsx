import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";

import { cn } from "@/ui/cn";

const looks = {
  info: { className: "bg-accent-soft text-ink", icon: Info },
  good: { className: "bg-accent-soft text-ink", icon: CircleCheck },
  error: { className: "bg-danger-soft text-danger", icon: CircleAlert },
};

/** A message in the page. A screen reader says an error at once. */
export function Notice({
  kind = "info",
  className,
  children,
}: {
  kind?: keyof typeof looks;
  className?: string;
  children: ReactNode;
}) {
  const Icon = looks[kind].icon;
  return (
    <div
      role={kind === "error" ? "alert" : "status"}
      className={cn("flex gap-2.5 rounded-lg px-3 py-2.5 text-sm", looks[kind].className, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>{children}</div>
    </div>
  );
}
