"use client";

import { Check } from "lucide-react";

import { formatInstant } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { dueFilters, type Listing } from "@/tasks/listing";
import type { Overview as Numbers } from "@/tasks/overlay";
import type { UpdateListing } from "@/tasks/use-listing";
import { useOverview } from "@/tasks/use-overview";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";

/** What is late, what is due, what was done: each number leads to its tasks. */
export function Overview({ listing, updateListing }: { listing: Listing; updateListing: UpdateListing }) {
  const { data, isError, isPaused } = useOverview();
  if ((isError || isPaused) && !data) return null; // the list says what is wrong
  const tiles = [
    { due: "overdue" as const, count: data?.overdue, alarming: true },
    { due: "today" as const, count: data?.due_today, alarming: false },
    { due: "week" as const, count: data?.due_this_week, alarming: false },
  ];
  return (
    <section aria-label="Overview" className="grid grid-cols-3 gap-2">
      {tiles.map(({ due, count, alarming }) => {
        const chosen = listing.due === due;
        return (
          <button
            key={due}
            type="button"
            aria-pressed={chosen}
            onClick={() => updateListing({ due: chosen ? "" : due, state: "open" })}
            className={cn(
              "flex flex-col items-start rounded-xl border bg-surface px-2.5 py-2.5 text-left",
              "transition-colors hover:border-edge",
              chosen && "border-accent bg-accent-soft hover:border-accent",
            )}
          >
            {count === undefined ? (
              <Skeleton className="my-1 h-6 w-8" />
            ) : (
              <span
                className={cn(
                  "text-2xl font-semibold tabular-nums",
                  alarming && count > 0 ? "text-danger" : "text-ink",
                )}
              >
                {count}
              </span>
            )}
            <span className="text-xs text-muted">{dueFilters[due]}</span>
          </button>
        );
      })}
      <Done days={data?.completed_per_day} />
    </section>
  );
}

const height = 40;
const step = 16;

/** The last two weeks, a bar a day. */
function Done({ days }: { days: Numbers["completed_per_day"] | undefined }) {
  const sum = days?.reduce((n, day) => n + day.count, 0) ?? 0;
  const most = Math.max(1, ...(days ?? []).map((day) => day.count));
  const name = (date: string) =>
    formatInstant(`${date}T12:00Z`, "UTC", dateLocale(), { weekday: "short", day: "numeric", month: "short" });
  const today = days?.at(-1);
  return (
    <figure className="col-span-3 flex items-end justify-between gap-4 rounded-xl border bg-surface px-3 py-2.5">
      <figcaption className="shrink-0">
        <span className="flex items-center gap-1.5 text-2xl font-semibold tabular-nums">
          {days ? sum : <Skeleton className="my-1 h-6 w-8" />}
        </span>
        <span className="flex items-center gap-1 text-xs text-muted">
          <Check aria-hidden className="size-3.5" /> Done in 14 days
        </span>
      </figcaption>
      {days && (
        <>
          <svg aria-hidden viewBox={`0 0 ${days.length * step - 4} ${height}`} className="h-10 w-full max-w-56">
            {days.map((day, i) => {
              const tall = day.count === 0 ? 3 : 6 + (day.count / most) * (height - 6);
              return (
                <rect
                  key={day.date}
                  x={i * step}
                  y={height - tall}
                  width={step - 4}
                  height={tall}
                  rx={2}
                  fill={day.count === 0 ? "var(--line)" : "var(--accent)"}
                >
                  <title>{`${name(day.date)}: ${day.count} done`}</title>
                </rect>
              );
            })}
          </svg>
          <p className="sr-only">
            {today && `${today.count} today. `}
            {days.filter((day) => day.count > 0).map((day) => `${name(day.date)}: ${day.count}`).join(", ")}
          </p>
        </>
      )}
    </figure>
  );
}
