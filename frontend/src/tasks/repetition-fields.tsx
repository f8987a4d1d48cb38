"use client";

import { useEffect, useState } from "react";
import type { UseFormReturn } from "react-hook-form";

import { dayOf, formatDay, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import type { Due } from "@/tasks/due";
import type { Form } from "@/tasks/editor-form";
import { repetitions } from "@/tasks/editor-repetition";
import { nextDues } from "@/tasks/next-due";
import type { Repetition } from "@/tasks/repetition";
import { Field, Input, Select } from "@/ui/field";

const previewed = 5;

/** How a task repeats, with the dates that follow. what is the repetition and the due date that the form describes. */
export function RepetitionFields({
  form,
  clock,
  what,
}: {
  form: UseFormReturn<Form>;
  clock: Clock;
  what: Due & Repetition;
}) {
  const { register, watch, formState } = form;
  const { errors } = formState;
  const [repeats, from] = watch(["repeats", "from"]);
  const next = usePreview(what, clock, from === "due" ? previewed : 1);
  const dated = Boolean(what.due_on ?? what.due_date);
  const hint = !repeats
    ? undefined
    : !dated
      ? "It comes back once it has a due date"
      : next && (from === "due" ? `Next: ${next}` : `Done today, it comes back: ${next}`);
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-4">
        <Field label="Repeats" error={errors.repeats?.message}>
          <Select {...register("repeats")}>
            <option value="">Never</option>
            {Object.entries(repetitions).map(([choice, { label }]) => (
              <option key={choice} value={choice}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Starts" error={errors.start?.message}>
          <Input type="date" {...register("start")} />
        </Field>
      </div>
      {repeats === "custom" && (
        <Field label="In words" error={errors.custom?.message}>
          <Input {...register("custom")} autoComplete="off" placeholder="every 2 weeks on Monday" />
        </Field>
      )}
      {repeats && (
        <Field label="Counted from" error={errors.from?.message} hint={hint}>
          <Select {...register("from")}>
            <option value="due">when it is due</option>
            <option value="completion">when it is done</option>
          </Select>
        </Field>
      )}
    </>
  );
}

/** Returns the dates that follow in words, "" until they are computed and where there are none. */
function usePreview(what: Due & Repetition, { zone }: Clock, n: number): string {
  const [dates, setDates] = useState("");
  const { due_on, due_date, recurrence_rule, recurrence_pattern, recurrence_from } = what;
  useEffect(() => {
    let current = true;
    const clock = { now: Date.now(), zone };
    const asked = { due_on, due_date, recurrence_rule, recurrence_pattern, recurrence_from } as Due & Repetition;
    const show = (dues: Due[]) => current && setDates(dues.map((due) => shortDay(due, clock)).join(", "));
    nextDues(asked, clock, n).then(show, () => show([])); // words that are still being typed may be no rule
    return () => {
      current = false;
    };
  }, [due_on, due_date, recurrence_rule, recurrence_pattern, recurrence_from, zone, n]);
  return dates;
}

function shortDay({ due_on, due_date }: Due, { now, zone }: Clock): string {
  const day = due_on ?? dayOf(due_date ?? now, zone);
  const year = day.slice(0, 4) === dayOf(now, zone).slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return formatDay(day, dateLocale(), { weekday: "short", day: "numeric", month: "short", ...year });
}
