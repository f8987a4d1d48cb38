"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod/mini";

import { dayAndTime, dayOf, formatFull, startOf, toInstant, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { useOverview } from "@/tasks/use-overview";
import type { Draft } from "@/tasks/drafts";
import { categoryRule, dayRule, descriptionRule, tagsRule, titleRule } from "@/tasks/rules";
import { TagsInput } from "@/tasks/tags-input";
import { priorities, recurrences, type TaskFields } from "@/tasks/task";
import { refusingHalfTyped } from "@/ui/bad-input";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";
import { Field, Input, Select, Textarea } from "@/ui/field";
import { codePointLength, manyLines, oneLine } from "@/lib/text";

const obeys = (rule: (value: string) => string | undefined) => {
  const text = z.string();
  return text.check((context) => {
    const message = rule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  });
};

const schema = z.object({
  title: obeys(titleRule),
  description: obeys(descriptionRule),
  completed: z.boolean(),
  day: obeys(dayRule),
  time: z.string(),
  priority: z.enum(["", ...priorities]),
  recurrence: z.enum(["", ...recurrences]),
  category: obeys(categoryRule),
  tags: z.array(z.string()).check((context) => {
    const message = tagsRule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  }),
});
type Form = z.infer<typeof schema>;

/** A task in full, to be changed. Save gives all of its fields. */
export default function Editor({
  draft,
  clock,
  save,
  remove,
  close,
  typed,
  left,
}: {
  draft: Draft;
  clock: Clock;
  save: (fields: TaskFields) => void;
  remove: (() => void) | undefined;
  close: () => void;
  /** What the form holds, each time that something is typed. */
  typed: (form: Record<string, unknown>) => void;
  /** It is closed, and what it was opened from is gone: where the focus goes. */
  left: (event: Event) => void;
}) {
  const { data: overview } = useOverview();
  const { fields } = draft;
  // The same object each time: another one would take the form's own errors away.
  const [refused] = useState(() => Object.fromEntries(Object.entries(draft.errors).map(([field, message]) => [formField[field] ?? field, { type: "server", message }])));
  const due = fields.due_date ? dayAndTime(fields.due_date, clock.zone) : { day: "", time: "" };
  const form = useForm<Form>({
    resolver: refusingHalfTyped(zodResolver(schema), {
      day: "Please complete the date, or choose “No date”",
      time: "Please complete the time, or clear it",
    }),
    defaultValues: {
      title: fields.title,
      description: fields.description ?? "",
      completed: fields.completed ?? false,
      day: due.day,
      time: due.time,
      priority: fields.priority ?? "",
      recurrence: fields.recurrence_pattern ?? "",
      category: fields.category ?? "",
      tags: fields.tags ?? [],
      ...draft.typed,
    },
    errors: refused,
  });
  const { register, setValue, watch, formState, handleSubmit, control } = form;
  const { errors } = formState;
  const [day, time, recurrence, title, description] = watch(["day", "time", "recurrence", "title", "description"]);
  const chosen = day ? toInstant(day, time, clock.zone) : null;

  const heard = useRef(typed);
  useEffect(() => {
    heard.current = typed;
  });
  useEffect(() => {
    const watching = watch((values, { name }) => name && heard.current({ ...values }));
    return () => watching.unsubscribe();
  }, [watch]);

  const submit = handleSubmit((values) => {
    // An untouched date stays to the millisecond.
    const same = values.day === due.day && values.time === due.time;
    save({
      title: oneLine(values.title),
      description: manyLines(values.description) || null,
      completed: values.completed,
      priority: values.priority || null,
      tags: values.tags,
      category: oneLine(values.category) || null,
      due_date: same ? (fields.due_date ?? null) : values.day ? toInstant(values.day, values.time, clock.zone) : null,
      recurrence_pattern: values.recurrence || null,
    });
  });

  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title={draft.task ? "Edit task" : "New task"} onCloseAutoFocus={left}>
        <form
          onSubmit={(event) => void submit(event)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          }}
          noValidate
          className="flex flex-col gap-4"
        >
          <Field label="Title" error={errors.title?.message} hint={nearing(title, 200)}>
            {(field) => <Input {...field} {...register("title")} data-first dir="auto" autoComplete="off" />}
          </Field>
          <Field label="Description" error={errors.description?.message} hint={nearing(description, 1000)}>
            {(field) => <Textarea {...field} dir="auto" rows={2} {...register("description")} />}
          </Field>
          <div className="grid grid-cols-2 gap-4">
            <Field label="Due" error={errors.day?.message}>
              {(field) => <Input {...field} type="date" {...register("day")} />}
            </Field>
            <Field label="Time" error={errors.time?.message} {...(day ? {} : { hint: "with a day" })}>
              {(field) => <Input {...field} type="time" disabled={!day} {...register("time")} />}
            </Field>
          </div>
          <div className="-mt-2 flex flex-wrap items-center gap-1.5 text-sm">
            {(
              [
                ["Today", 0],
                ["Tomorrow", 1],
                ["In a week", 7],
              ] as const
            ).map(([label, days]) => (
              <Button
                key={label}
                variant="quiet"
                size="sm"
                className="bg-sunken px-2.5"
                onClick={() => setValue("day", dayOf(startOf(clock, days), clock.zone), { shouldDirty: true, shouldValidate: true })}
              >
                {label}
              </Button>
            ))}
            {(day || errors.day) && (
              <Button
                variant="quiet"
                size="sm"
                className="bg-sunken px-2.5"
                onClick={() => {
                  setValue("day", "", { shouldValidate: true });
                  setValue("time", "");
                }}
              >
                No date
              </Button>
            )}
            {chosen && <span className="text-xs text-muted">{formatFull(chosen, clock.zone, dateLocale())}</span>}
          </div>
          <div className="grid grid-cols-2 gap-4">
            <Field label="Repeats" error={errors.recurrence?.message} hint={recurrence && !day ? "It comes back once it has a due date" : undefined}>
              {(field) => (
                <Select {...field} {...register("recurrence")}>
                  <option value="">Never</option>
                  <option value="daily">Every day</option>
                  <option value="weekly">Every week</option>
                  <option value="monthly">Every month</option>
                </Select>
              )}
            </Field>
            <Field label="Priority" error={errors.priority?.message}>
              {(field) => (
                <Select {...field} {...register("priority")}>
                  <option value="">None</option>
                  <option value="low">Low</option>
                  <option value="medium">Medium</option>
                  <option value="high">High</option>
                  <option value="critical">Critical</option>
                </Select>
              )}
            </Field>
          </div>
          <Field label="Category" error={errors.category?.message}>
            {(field) => (
              <>
                <Input {...field} {...register("category")} list="known-categories" autoComplete="off" />
                <datalist id="known-categories">
                  {overview?.categories.map(({ name }) => <option key={name} value={name} />)}
                </datalist>
              </>
            )}
          </Field>
          <Field label="Tags" error={errors.tags?.message ?? errors.tags?.[0]?.message} hint="A comma or Enter ends one">
            {(field) => (
              <Controller
                control={control}
                name="tags"
                render={({ field: { value, onChange, ref } }) => (
                  <TagsInput ref={ref} field={field} tags={value} known={overview?.tags.map(({ name }) => name) ?? []} onChange={onChange} />
                )}
              />
            )}
          </Field>
          {draft.task && (
            <label className="flex min-h-8 items-center gap-2.5 text-sm">
              <input type="checkbox" {...register("completed")} className="size-5 accent-(--accent)" />
              Done
            </label>
          )}
          <div className="sticky -bottom-5 -mx-5 -mb-5 flex items-center gap-2 border-t border-line bg-surface px-5 py-3 sm:-bottom-6 sm:-mx-6 sm:-mb-6 sm:px-6">
            {remove && (
              <Button variant="danger" onClick={remove}>
                <Trash2 aria-hidden /> Delete
              </Button>
            )}
            <span className="flex-1" />
            <Button variant="secondary" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">{draft.task ? "Save" : "Add"}</Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** The form's names of the backend's fields, where they differ. */
const formField: Record<string, string> = { due_date: "day", recurrence_pattern: "recurrence", is_recurring: "recurrence" };

/** How much room is left, once it is little. */
function nearing(text: string, most: number): string | undefined {
  const length = codePointLength(text);
  return length > most * 0.8 ? `${length} of ${most} characters` : undefined;
}
