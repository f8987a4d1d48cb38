import { toForm, type Form } from "@/tasks/editor-form";
import { pick } from "@/tasks/merge";
import type { Task } from "@/tasks/task";

/** The fields of the form that are a part of the task together. */
const formParts: Record<string, readonly (keyof Form)[]> = {
  title: ["title"],
  description: ["description"],
  completed: ["completed"],
  due: ["day", "time"],
  start_on: ["start"],
  priority: ["priority"],
  repetition: ["repeats", "custom", "from"],
  category: ["category"],
  tags: ["tags"],
};

/** Returns a part of what a form shows. */
export function formPart(form: Form, part: string): Partial<Form> {
  return Object.fromEntries((formParts[part] ?? []).map((name) => [name, form[name]]));
}

/** Returns what a form holds, with the parts that have a fault as they were before. */
export function withoutFaults(form: Form, faults: object, before: Form): Form {
  const parts = Object.keys(formParts).filter((part) => formParts[part]?.some((name) => name in faults));
  return Object.assign({}, form, ...parts.map((part) => formPart(before, part))) as Form;
}

/**
 * Returns what a form shows of a task, base, that has changed elsewhere, and the task that it changes from then on:
 * what the user has not touched follows. A part that both have changed stays as it is, as does one that is contested.
 */
export function followed(
  base: Task,
  latest: Task,
  form: Form,
  zone: string,
  contested: readonly string[],
): { task: Task; shown: Partial<Form> } {
  const [was, is] = [base, latest].map((fields) => toForm({ task: null, fields, errors: {} }, zone)) as [Form, Form];
  let task = latest;
  const shown: Partial<Form> = {};
  for (const part of Object.keys(formParts)) {
    const [typed, former, theirs] = [form, was, is].map((f) => JSON.stringify(formPart(f, part)));
    if (contested.includes(part)) task = { ...task, ...pick(base, part) };
    else if (former === theirs) continue;
    else if (typed === former) Object.assign(shown, formPart(is, part));
    else if (typed !== theirs) task = { ...task, ...pick(base, part), version: base.version };
  }
  return { task, shown };
}
