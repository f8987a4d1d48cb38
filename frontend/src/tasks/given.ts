import { generateKeyBetween } from "fractional-indexing";

import { dayOf, startOf, type Clock } from "@/lib/dates";
import type { Listing } from "@/tasks/listing";
import { cleanTags } from "@/tasks/rules";
import type { TaskFields } from "@/tasks/task";

type Placed = Pick<TaskFields, "position">;

/**
 * Returns the fields of a new task with what its view stands for, its list, day, priority, category and tags, so that
 * it is seen there; what its line says goes first. In a list that is ordered by hand it comes before the first.
 */
export function withGiven(fields: TaskFields, listing: Listing, clock: Clock, first: Placed | undefined): TaskFields {
  const { list, priority, category, tags, sort } = listing;
  const day = dayOfView(listing, clock);
  return {
    ...fields,
    ...(list && !fields.list_id ? { list_id: list } : {}),
    ...(day && !fields.due_date && !fields.due_on ? { due_on: day } : {}),
    ...(priority && !fields.priority ? { priority } : {}),
    ...(category && !fields.category ? { category } : {}),
    ...(tags.length > 0 ? { tags: cleanTags([...(fields.tags ?? []), ...tags]) } : {}),
    ...(list && sort === "position" ? { position: before(first) } : {}),
  };
}

/** Returns the fields of several new tasks, each with what its view stands for; they keep their order. */
export function allWithGiven(
  tasks: TaskFields[],
  listing: Listing,
  clock: Clock,
  first: Placed | undefined,
): TaskFields[] {
  return tasks.reduceRight<TaskFields[]>(
    (after, fields) => [withGiven(fields, listing, clock, after[0] ?? first), ...after],
    [],
  );
}

/** The day of a task that is added in a view, as 2026-11-25: in Upcoming the first of it. */
function dayOfView({ view, due }: Listing, clock: Clock): string | undefined {
  if (view === "upcoming") return dayOf(startOf(clock, 1), clock.zone);
  const today = view === "today" || due === "today" || due === "week";
  return today ? dayOf(clock.now, clock.zone) : undefined;
}

function before(first: Placed | undefined): string {
  try {
    return generateKeyBetween(null, first?.position ?? null);
  } catch {
    return generateKeyBetween(null, null); // another client's key, of another scheme
  }
}
