"use client";

import { useId, useMemo, useState } from "react";

import { dayOf, formatDay, startOf, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { onDay, whenOf } from "@/tasks/date-words";
import { formatRelative } from "@/tasks/due";
import { Month } from "@/tasks/month-grid";
import type { Task, TaskPatch } from "@/tasks/task";
import { useReader } from "@/tasks/use-reader";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";

/** Chooses when tasks are due, by words, by a near day, or by a day of a month. */
export function DatePicker({
  tasks,
  clock,
  set,
}: {
  tasks: Task[];
  clock: Clock;
  /** Changes the tasks, and says what they are then. */
  set: (patch: (task: Task) => TaskPatch, is: string) => void;
}) {
  const id = useId();
  const locale = dateLocale();
  const [read] = useReader();
  const [words, setWords] = useState("");
  const [isRefused, setIsRefused] = useState(false);
  const when = useMemo(() => (words.trim() ? whenOf(words, read, clock) : undefined), [words, read, clock]);
  const saying = (patch: TaskPatch) => {
    const due = formatRelative(patch, clock, locale);
    return due ? `is due ${due}` : "has another date";
  };
  const meaning = when && saying(when).replace(/^is due/, "Due");
  const chooseDay = (day: string) => {
    const name = formatDay(day, locale, { weekday: "short", day: "numeric", month: "short" });
    set((task) => onDay(task, day, clock), `is due ${name}`);
  };
  const days = [...new Set(tasks.map((task) => task.due_on ?? (task.due_date && dayOf(task.due_date, clock.zone))))];
  const [chosen] = days.length === 1 ? days : [];
  const dayIn = (count: number) => dayOf(startOf(clock, count), clock.zone);
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (when) set(() => when, saying(when));
          else setIsRefused(true);
        }}
      >
        <Input
          aria-label="When"
          aria-describedby={`${id}says`}
          aria-invalid={isRefused || undefined}
          placeholder="tomorrow 9am, every week"
          autoComplete="off"
          dir="auto"
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setIsRefused(false);
          }}
        />
        <p id={`${id}says`} role="status" className="min-h-6 pt-1 text-sm text-muted">
          {isRefused ? "This is not understood as a date." : meaning}
        </p>
      </form>
      <div className="flex flex-wrap gap-1.5">
        {[
          ["Today", 0],
          ["Tomorrow", 1],
          ["In a week", 7],
        ].map(([name, count]) => (
          <Button key={name} variant="secondary" size="sm" onClick={() => chooseDay(dayIn(Number(count)))}>
            {name}
          </Button>
        ))}
        <Button variant="quiet" size="sm" onClick={() => set(() => ({ due_date: null }), "has no date")}>
          No date
        </Button>
      </div>
      <Month today={dayIn(0)} chosen={chosen ?? undefined} locale={locale} choose={chooseDay} />
    </>
  );
}
