"use client";

import type { UseFormReturn } from "react-hook-form";

import { dayOf, startOf, toInstant, type Clock } from "@/lib/dates";
import { dateLocale, reportedZone } from "@/lib/locale";
import { formatDue } from "@/tasks/due";
import type { Form } from "@/tasks/editor-form";
import ZoneNote from "@/tasks/zone-note";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";

const shortcuts = [
  ["Today", 0],
  ["Tomorrow", 1],
  ["In a week", 7],
] as const;

/** The day on which a task is due, with a time or without, and the days that are chosen most. */
export function DueFields({ form, clock }: { form: UseFormReturn<Form>; clock: Clock }) {
  const { register, setValue, watch, formState } = form;
  const { errors, dirtyFields } = formState;
  const typed = dirtyFields.day || dirtyFields.time; // a time that is untouched keeps its instant
  const [day, time] = watch(["day", "time"]);
  const due = time ? { due_date: toInstant(day, time, clock.zone) } : { due_on: day };
  const choose = (days: number) =>
    setValue("day", dayOf(startOf(clock, days), clock.zone), { shouldDirty: true, shouldValidate: true });
  const clear = () => {
    setValue("day", "", { shouldValidate: true });
    setValue("time", "");
  };
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Due" error={errors.day?.message}>
          <Input type="date" {...register("day")} />
        </Field>
        <Field label="Time" error={errors.time?.message} hint={day ? undefined : "with a day"}>
          <Input type="time" disabled={!day} {...register("time")} />
        </Field>
      </div>
      <div className="-mt-2 flex flex-wrap items-center gap-1.5 text-sm">
        {shortcuts.map(([label, days]) => (
          <Button key={label} variant="quiet" size="sm" className="bg-sunken px-2.5" onClick={() => choose(days)}>
            {label}
          </Button>
        ))}
        {(day || errors.day) && (
          <Button variant="quiet" size="sm" className="bg-sunken px-2.5" onClick={clear}>
            No date
          </Button>
        )}
        {day && <span className="text-xs text-muted">{formatDue(due, clock.zone, dateLocale())}</span>}
      </div>
      {time && typed && reportedZone() !== clock.zone && <ZoneNote clock={clock} />}
    </>
  );
}
