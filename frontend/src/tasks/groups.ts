import { differenceInCalendarDays } from "date-fns";

import { dayOf, formatInstant, startOf, type Clock } from "@/lib/dates";
import { dueAt } from "@/tasks/due";
import type { Listing } from "@/tasks/listing";
import { inOrder } from "@/tasks/sort";
import type { Task } from "@/tasks/task";

/** Tasks below one heading. */
export interface Group {
  key: string;
  /** "" where the view has no headings. */
  title: string;
  /** The day that its heading says, or the view: its tasks need not repeat it. "" where that is none. */
  day: string;
  tasks: Task[];
}

const byDay = 14; // days of Upcoming that have a heading of their own; later ones share that of their month

/** Returns the tasks of a listing in its order, below its headings; those that a search finds, the open ones first. */
export function groupsOf(tasks: Task[], listing: Listing, clock: Clock, locale: string): Group[] {
  if (tasks.length === 0) return [];
  if (listing.search !== "") {
    const [open, done] = [false, true].map((completed) => tasks.filter((task) => task.completed === completed));
    const groups = [
      { key: "", title: "", day: "", tasks: open ?? [] },
      { key: "done", title: "Done", day: "", tasks: done ?? [] },
    ];
    return groups.filter((group) => group.tasks.length > 0);
  }
  const heading = headings(listing, clock, locale);
  if (!heading) return [{ key: "", title: "", day: "", tasks }];
  const groups: Group[] = [];
  for (const task of inOrder(tasks, listing.sort, clock.zone)) {
    const named = heading(task);
    const last = groups.at(-1);
    if (last?.key === named.key) last.tasks.push(task);
    else groups.push({ ...named, tasks: [task] });
  }
  // Today says its name already.
  return groups.length === 1 && groups[0]?.key === "today" ? groups.map((group) => ({ ...group, title: "" })) : groups;
}

type Heading = (task: Task) => Omit<Group, "tasks">;

function headings({ view }: Listing, clock: Clock, locale: string): Heading | undefined {
  const dayName = (day: string) => nameOfDay(day, clock, locale);
  switch (view) {
    case "today": {
      const today = startOf(clock);
      return (task) =>
        (dueAt(task, clock.zone) ?? today) < today
          ? { key: "overdue", title: "Overdue", day: "" }
          : { key: "today", title: "Today", day: dayOf(clock.now, clock.zone) };
    }
    case "upcoming":
      return ({ due_on, due_date }) => {
        const day = due_on ?? dayOf(due_date ?? clock.now, clock.zone);
        if (daysFromToday(day, clock) <= byDay) return { key: day, title: dayName(day), day };
        return { key: day.slice(0, 7), title: nameOfMonth(day, clock, locale), day: "" };
      };
    case "done":
      return ({ completed_at, updated_at }) => {
        const day = dayOf(completed_at ?? updated_at, clock.zone);
        return { key: day, title: dayName(day), day: "" }; // of another event than the due date
      };
    default:
      return undefined;
  }
}

// A day is formatted as its noon in UTC.
const noon = (day: string) => `${day}T12:00:00Z`;

function daysFromToday(day: string, clock: Clock): number {
  return differenceInCalendarDays(new Date(noon(day)), new Date(noon(dayOf(clock.now, clock.zone))));
}

/** Words a day: "Today", "Tomorrow, Saturday 28 November", "Monday 30 November", "3 January 2027". */
export function nameOfDay(day: string, clock: Clock, locale: string): string {
  const away = daysFromToday(day, clock);
  const sameYear = day.slice(0, 4) === dayOf(clock.now, clock.zone).slice(0, 4);
  const name = formatInstant(noon(day), "UTC", locale, {
    ...(Math.abs(away) <= byDay ? { weekday: "long" } : {}),
    day: "numeric",
    month: "long",
    ...(sameYear || Math.abs(away) <= byDay ? {} : { year: "numeric" }),
  });
  const relative = { "-1": "Yesterday", "0": "Today", "1": "Tomorrow" }[String(away)];
  return relative ? `${relative}, ${name}` : name;
}

/** Words the month of a day; of the month in which the days by themselves end, what is left of it. */
function nameOfMonth(day: string, clock: Clock, locale: string): string {
  const lastByDay = dayOf(startOf(clock, byDay), clock.zone);
  const name = formatInstant(noon(day), "UTC", locale, {
    month: "long",
    ...(day.slice(0, 4) === dayOf(clock.now, clock.zone).slice(0, 4) ? {} : { year: "numeric" }),
  });
  return day.slice(0, 7) === lastByDay.slice(0, 7) ? `Rest of ${name}` : name;
}
