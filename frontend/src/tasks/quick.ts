import { addDays, addMonths, startOfDay } from "date-fns";
import { TZDate } from "@date-fns/tz";

import { dayOf, instant, startOf } from "@/tasks/due";
import { priorities, type Clock, type Priority, type Recurrence, type TaskFields } from "@/tasks/task";

/** A part of what was typed that means more than its words. */
export interface Meaning {
  kind: "due" | "priority" | "tag" | "category" | "recurrence";
  /** The words as they were typed. */
  words: string;
}

/** What one line says: the task, and which words were taken for what. */
export interface Line {
  fields: TaskFields;
  meanings: Meaning[];
}

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const each: Record<string, Recurrence> = { day: "daily", week: "weekly", month: "monthly" };

const clockTime = String.raw`(?:\s+(?:at\s+)?(\d{1,2})(?=:|\s?[ap]m)(?::(\d{2}))?(?:\s?(am|pm))?)?`; // a bare number is no time
const boundary = String.raw`(?=\s|$)`;
const time = (found: RegExpMatchArray, from: number): string | undefined => {
  const [hours, minutes, half] = [found[from], found[from + 1], found[from + 2]];
  if (hours === undefined) return "";
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes ?? 0) > 59 || (half && Number(hours) > 12)) return undefined;
  return `${String(hour).padStart(2, "0")}:${minutes ?? "00"}`;
};

/**
 * Reads a line such as "Water the plants tomorrow 9am every week #home @garden !high". Words in ignored, which the reader
 * has said to mean nothing more, stay in the title. What there can be only one of is the first that is found.
 */
export function read(line: string, clock: Clock, ignored: ReadonlySet<string> = new Set()): Line {
  const fields: TaskFields = { title: "" };
  const meanings: Meaning[] = [];
  const tags: string[] = [];
  let rest = ` ${line.trim()} `;

  /** Takes the first place of a pattern out of the line, if what it says can be used. */
  const take = (kind: Meaning["kind"], pattern: string, accept: (found: RegExpMatchArray) => boolean) => {
    for (const found of rest.matchAll(new RegExp(String.raw`(?<=\s)${pattern}${boundary}`, "giu"))) {
      const words = found[0].trim();
      if (ignored.has(words) || !accept(found)) continue;
      rest = `${rest.slice(0, found.index)}${rest.slice(found.index + found[0].length)}`;
      meanings.push({ kind, words });
      return true;
    }
    return false;
  };

  while (
    tags.length < 10 &&
    take("tag", String.raw`#([\p{L}\p{N}_-]{1,50})`, ([, tag]) => {
      if (!tag || /^\d+$/.test(tag)) return false; // "issue #3" speaks of a number
      if (!tags.includes(tag)) tags.push(tag);
      return true;
    })
  );
  take("category", String.raw`@([\p{L}\p{N}_-]{1,50})`, ([, category]) => {
    fields.category = category ?? null;
    return true;
  });
  take("priority", "!([a-z]+)", ([, word]) => {
    const priority = priorities.find((p): p is Priority => p.startsWith(word?.toLowerCase() ?? "?"));
    if (priority) fields.priority = priority;
    return priority !== undefined;
  });

  const due = (day: string, found: RegExpMatchArray, timeAt: number) => {
    const at = time(found, timeAt);
    const moment = at === undefined ? null : instant(day, at, clock.zone);
    if (moment) fields.due_date = moment;
    return moment !== null;
  };
  const today = startOf(clock);
  const weekday = (name: string | undefined, least: number) => {
    const ahead = (weekdays.indexOf(name?.toLowerCase() ?? "") - new TZDate(today, clock.zone).getDay() + 7) % 7;
    return dayOf(startOf(clock, ahead < least ? ahead + 7 : ahead), clock.zone);
  };
  // "every monday" says both when and how often
  const recurs = take("recurrence", `every\\s+(${weekdays.join("|")})${clockTime}`, (found) => {
    if (!due(weekday(found[1], 0), found, 2)) return false;
    fields.recurrence_pattern = "weekly";
    return true;
  });
  if (!recurs) {
    take("recurrence", "every\\s+(day|week|month)", ([, unit]) => {
      fields.recurrence_pattern = each[unit?.toLowerCase() ?? ""] ?? null;
      return true;
    });
  }
  if (!fields.due_date) {
    const inDays = (days: number) => dayOf(startOf(clock, days), clock.zone);
    const start = startOfDay(new TZDate(clock.now, clock.zone));
    const days: [pattern: string, accept: (found: RegExpMatchArray) => boolean][] = [
      [`(today|tomorrow)${clockTime}`, (found) => due(inDays(found[1]?.toLowerCase() === "today" ? 0 : 1), found, 2)],
      [`(?:on\\s+|next\\s+)?(${weekdays.join("|")})${clockTime}`, (found) => due(weekday(found[1], 1), found, 2)],
      [`next\\s+week${clockTime}`, (found) => due(weekday("monday", 1), found, 1)],
      [
        `in\\s+(\\d{1,3})\\s+(day|week|month)s?${clockTime}`,
        (found) => {
          const n = Number(found[1]);
          const unit = found[2]?.toLowerCase();
          const at = unit === "month" ? addMonths(start, n) : addDays(start, unit === "week" ? 7 * n : n);
          return due(dayOf(at.getTime(), clock.zone), found, 3);
        },
      ],
      [`(?:on\\s+)?(20\\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]))${clockTime}`, (found) => due(found[1] ?? "", found, 2)],
    ];
    days.some(([pattern, accept]) => take("due", pattern, accept));
  }
  if (fields.recurrence_pattern && !fields.due_date) fields.due_date = instant(dayOf(today, clock.zone), "", clock.zone); // it returns from today on

  fields.title = rest.trim().replace(/\s+/g, " ");
  if (tags.length > 0) fields.tags = tags;
  return { fields, meanings };
}
