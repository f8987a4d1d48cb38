"use client";

import { formatInstant } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { useOverview } from "@/tasks/use-overview";

const height = 40;
const step = 16;

/** What was done in the last two weeks, a bar a day. */
export default function DoneFigures() {
  const { data } = useOverview();
  const days = data?.completed_per_day;
  if (!days) return null;
  const sum = days.reduce((n, day) => n + day.count, 0);
  const most = Math.max(1, ...days.map((day) => day.count));
  const name = (date: string) =>
    formatInstant(`${date}T12:00Z`, "UTC", dateLocale(), { weekday: "short", day: "numeric", month: "short" });
  const today = days.at(-1)?.count ?? 0;
  return (
    <figure className="flex items-end justify-between gap-6 rounded-xl border bg-page px-4 py-3">
      <figcaption className="flex shrink-0 gap-6">
        <Figure value={today} label="today" />
        <Figure value={sum} label="in 14 days" />
      </figcaption>
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
        {days.filter((day) => day.count > 0).map((day) => `${name(day.date)}: ${day.count}`).join(", ")}
      </p>
    </figure>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <span className="flex flex-col">
      <span className="text-xl font-semibold tabular-nums">{value}</span>
      <span className="text-xs text-muted">{label}</span>
    </span>
  );
}
