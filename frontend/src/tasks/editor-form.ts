import { z } from "zod/mini";

import { dayAndTime, toInstant } from "@/lib/dates";
import { codePointLength, manyLines, oneLine } from "@/lib/text";
import type { Draft } from "@/tasks/drafts";
import { dueOf, type Due } from "@/tasks/due";
import {
  repeatChoices,
  repetitionFault,
  repetitionFields,
  repetitionForm,
  type ReadWords,
} from "@/tasks/editor-repetition";
import { categoryRule, dayRule, descriptionRule, tagsRule, titleRule } from "@/tasks/rules";
import { priorities, type TaskFields } from "@/tasks/task";

const ruleSchema = (rule: (value: string) => string | undefined) =>
  z.string().check((context) => {
    const message = rule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  });

const fields = z.object({
  title: ruleSchema(titleRule),
  description: ruleSchema(descriptionRule),
  completed: z.boolean(),
  day: ruleSchema((day) => dayRule(day, "due")),
  time: z.string(),
  start: ruleSchema((day) => dayRule(day, "start")),
  priority: z.enum(["", ...priorities]),
  repeats: z.enum(repeatChoices),
  custom: z.string(),
  from: z.enum(["due", "completion"]),
  category: ruleSchema(categoryRule),
  tags: z.array(z.string()).check((context) => {
    const message = tagsRule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  }),
});
export type Form = z.infer<typeof fields>;

/** Returns the form's rules for a draft. */
export function schemaOf(draft: Draft, zone: string, read: ReadWords) {
  return fields.check((context) => {
    const fault = repetitionFault(context.value, draft.fields, zone, read);
    if (!fault) return;
    context.issues.push({ code: "custom", message: fault.message, path: [fault.field], input: context.value });
  });
}

/** The form's names of the backend's fields, where they differ. */
const formNames: Record<string, string> = {
  due_on: "day",
  due_date: "day",
  start_on: "start",
  recurrence_pattern: "repeats",
  recurrence_rule: "repeats",
  recurrence_from: "from",
  is_recurring: "repeats",
};

/** Returns what the backend has said against the fields of a draft, as the form's errors. */
export function backendErrors({ errors }: Draft) {
  const entries = Object.entries(errors);
  return Object.fromEntries(
    entries.map(([field, message]) => [formNames[field] ?? field, { type: "server", message }]),
  );
}

const dueForm = ({ due_on, due_date }: Due, zone: string) =>
  due_on ? { day: due_on, time: "" } : due_date ? dayAndTime(due_date, zone) : { day: "", time: "" };

/** Returns what the form shows of a draft. */
export function toForm({ fields, typed }: Draft, zone: string): Form {
  return {
    title: fields.title,
    description: fields.description ?? "",
    completed: fields.completed ?? false,
    ...dueForm(fields, zone),
    start: fields.start_on ?? "",
    priority: fields.priority ?? "",
    ...repetitionForm(fields, zone),
    category: fields.category ?? "",
    tags: fields.tags ?? [],
    ...typed,
  };
}

/** Returns all fields of the task that the form describes. An instant that is untouched stays to the millisecond. */
export function toFields(form: Form, { fields }: Draft, zone: string, read: ReadWords): TaskFields {
  return {
    title: oneLine(form.title),
    description: manyLines(form.description) || null,
    completed: form.completed,
    priority: form.priority || null,
    tags: form.tags,
    category: oneLine(form.category) || null,
    start_on: form.start || null,
    ...dueFields(form, fields, zone, read),
    ...repetitionFields(form, fields, zone, read),
  };
}

/** Returns when a task is due by the form: where that has no day, by the words of its repetition. */
export function dueFields(form: Form, fields: TaskFields, zone: string, read: ReadWords): Due {
  const { day, time } = form;
  const before = dueForm(fields, zone);
  if (!day && !before.day && form.repeats === "custom") {
    const { due } = read(form.custom);
    if (due) return "day" in due ? { due_on: due.day } : { due_date: due.instant };
  }
  if (day === before.day && time === before.time) return dueOf(fields);
  if (day && !time) return { due_on: day };
  return { due_date: day ? toInstant(day, time, zone) : null };
}

/** Says how much room is left, once it is little. */
export function remainingHint(text: string, most: number): string | undefined {
  const length = codePointLength(text);
  return length > most * 0.8 ? `${length} of ${most} characters` : undefined;
}
