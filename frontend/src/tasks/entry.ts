import type { Entry } from "@/quick-entry";
import type { TaskFields } from "@/tasks/task";

/** The tags and categories that the user has. */
export interface Labels {
  tags: readonly { name: string }[];
  categories: readonly { name: string }[];
}

/**
 * Returns the fields of the task that a line says. A rule that one of the API's patterns says is sent as that, which
 * takes the last day of a month that is too short. A tag or category that the user has in another case is that one.
 */
export function fieldsOf({ title, due, repetition, tags, category, priority }: Entry, labels?: Labels): TaskFields {
  const rule = repetition && { recurrence_rule: repetition.rule };
  return {
    title,
    ...(due && "day" in due ? { due_on: due.day } : due ? { due_date: due.instant } : {}),
    ...(repetition?.pattern ? { recurrence_pattern: repetition.pattern } : rule),
    ...(tags.length > 0 ? { tags: [...new Set(tags.map((tag) => spelled(tag, labels?.tags)))] } : {}),
    ...(category ? { category: spelled(category, labels?.categories) } : {}),
    ...(priority ? { priority } : {}),
  };
}

/** Returns a name as it exists already: in the same case, or else in any. */
export function spelled(name: string, existing: readonly { name: string }[] = []): string {
  const folded = name.toLowerCase();
  const same = existing.find((other) => other.name === name);
  return (same ?? existing.find((other) => other.name.toLowerCase() === folded))?.name ?? name;
}
