import { z } from "zod/mini";

import { dayAndTime, toInstant } from "@/lib/dates";
import { codePointLength, manyLines, oneLine } from "@/lib/text";
import type { Draft } from "@/tasks/drafts";
import { categoryRule, dayRule, descriptionRule, tagsRule, titleRule } from "@/tasks/rules";
import { priorities, recurrences, type TaskFields } from "@/tasks/task";

const ruleSchema = (rule: (value: string) => string | undefined) =>
  z.string().check((context) => {
    const message = rule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  });

export const schema = z.object({
  title: ruleSchema(titleRule),
  description: ruleSchema(descriptionRule),
  completed: z.boolean(),
  day: ruleSchema(dayRule),
  time: z.string(),
  priority: z.enum(["", ...priorities]),
  recurrence: z.enum(["", ...recurrences]),
  category: ruleSchema(categoryRule),
  tags: z.array(z.string()).check((context) => {
    const message = tagsRule(context.value);
    if (message) context.issues.push({ code: "custom", message, input: context.value });
  }),
});
export type Form = z.infer<typeof schema>;

/** The form's names of the backend's fields, where they differ. */
const formNames: Record<string, string> = {
  due_date: "day",
  recurrence_pattern: "recurrence",
  is_recurring: "recurrence",
};

/** Returns what the backend has said against the fields of a draft, as the form's errors. */
export function backendErrors({ errors }: Draft) {
  const entries = Object.entries(errors);
  return Object.fromEntries(
    entries.map(([field, message]) => [formNames[field] ?? field, { type: "server", message }]),
  );
}

/** Returns what the form shows of a draft. */
export function toForm({ fields, typed }: Draft, zone: string): Form {
  return {
    title: fields.title,
    description: fields.description ?? "",
    completed: fields.completed ?? false,
    ...(fields.due_date ? dayAndTime(fields.due_date, zone) : { day: "", time: "" }),
    priority: fields.priority ?? "",
    recurrence: fields.recurrence_pattern ?? "",
    category: fields.category ?? "",
    tags: fields.tags ?? [],
    ...typed,
  };
}

/** Returns all fields of the task that the form describes. A date that is untouched stays to the millisecond. */
export function toFields(form: Form, { fields }: Draft, zone: string): TaskFields {
  const before = fields.due_date ? dayAndTime(fields.due_date, zone) : { day: "", time: "" };
  const untouched = form.day === before.day && form.time === before.time;
  return {
    title: oneLine(form.title),
    description: manyLines(form.description) || null,
    completed: form.completed,
    priority: form.priority || null,
    tags: form.tags,
    category: oneLine(form.category) || null,
    due_date: untouched ? (fields.due_date ?? null) : form.day ? toInstant(form.day, form.time, zone) : null,
    recurrence_pattern: form.recurrence || null,
  };
}

/** Says how much room is left, once it is little. */
export function remainingHint(text: string, most: number): string | undefined {
  const length = codePointLength(text);
  return length > most * 0.8 ? `${length} of ${most} characters` : undefined;
}
