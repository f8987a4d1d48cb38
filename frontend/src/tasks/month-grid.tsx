"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

import { formatInstant } from "@/lib/dates";
import { firstDayOfWeek } from "@/lib/locale";
import { addMonths, movedTo, weeksOf } from "@/tasks/month";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";

/** A month to choose a day of, by pointer and by the keys of the ARIA practices' date grid. */
export function Month({
  today,
  chosen,
  locale,
  choose,
}: {
  today: string;
  chosen: string | undefined;
  locale: string;
  choose: (day: string) => void;
}) {
  const [at, setAt] = useState(chosen ?? today); // the day that Tab reaches
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  const heading = useId();
  const firstDay = firstDayOfWeek(locale);
  const weeks = weeksOf(at, firstDay);
  const format = (day: string, options: Intl.DateTimeFormatOptions) =>
    formatInstant(`${day}T12:00:00Z`, "UTC", locale, options);

  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    moved.current = false;
  }, [at]);

  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <Button variant="quiet" size="icon-sm" aria-label="Previous month" onClick={() => setAt(addMonths(at, -1))}>
          <ChevronLeft aria-hidden />
        </Button>
        <p id={heading} aria-live="polite" className="text-sm font-medium">
          {format(at, { month: "long", year: "numeric" })}
        </p>
        <Button variant="quiet" size="icon-sm" aria-label="Next month" onClick={() => setAt(addMonths(at, 1))}>
          <ChevronRight aria-hidden />
        </Button>
      </div>
      <table role="grid" ref={grid} aria-labelledby={heading} className="w-full table-fixed text-center text-sm">
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={format(day, { weekday: "long" })} className="h-8 text-xs text-muted">
                {format(day, { weekday: "short" })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td
                  key={day}
                  role="gridcell"
                  tabIndex={day === at ? 0 : -1}
                  aria-selected={day === chosen}
                  aria-current={day === today ? "date" : undefined}
                  aria-label={format(day, { dateStyle: "full" })}
                  onClick={() => choose(day)}
                  onKeyDown={(event) => {
                    const next = movedTo(day, event.key, event.shiftKey, firstDay);
                    if (next) {
                      moved.current = true;
                      setAt(next);
                    } else if (event.key === "Enter" || event.key === " ") {
                      choose(day);
                    } else {
                      return;
                    }
                    event.preventDefault();
                  }}
                  className={cn(
                    "h-9 cursor-pointer rounded-lg tabular-nums hover:bg-sunken pointer-coarse:h-11",
                    day.slice(0, 7) !== at.slice(0, 7) && "text-muted",
                    day === today && "font-semibold text-accent",
                    day === chosen && "bg-accent text-on-accent hover:bg-accent-strong",
                  )}
                >
                  {Number(day.slice(8))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
