import { describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { groupsOf, nameOfDay } from "@/tasks/groups";
import { defaultListing, listingOf } from "@/tasks/listing";
import type { Task } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" }; // a Wednesday
const task = (title: string, part: Partial<Task>) => makeTask({ id: title, title, ...part });
const due = (title: string, due_date: string, part: Partial<Task> = {}) => task(title, { due_date, ...part });

/** The headings of a view, each with the titles below it. */
function shown(view: Parameters<typeof listingOf>[0], tasks: Task[]) {
  return groupsOf(tasks, listingOf(view), clock, "en-GB").map(({ title, tasks }) => [
    title,
    ...tasks.map((task) => task.title),
  ]);
}

describe("Today", () => {
  test("has what is late first, then today by time, priority and hand", () => {
    const tasks = [
      due("by hand 2", "2026-11-25T22:59:59.999Z", { position: "a2" }),
      due("by hand 1", "2026-11-25T22:59:59.999Z", { position: "a1" }),
      due("pressing", "2026-11-25T22:59:00.000Z", { position: "a3", priority: "critical" }),
      due("all of yesterday", "2026-11-25T07:59:59.999Z", { due_on: "2026-11-24" }), // as in a former zone
      due("this morning", "2026-11-25T08:00:00.000Z"),
      due("yesterday's end", "2026-11-24T22:59:59.999Z"),
      due("midnight", "2026-11-24T23:00:00.000Z"),
      due("last year", "2025-11-25T12:00:00.000Z"),
    ];
    expect(shown("today", tasks)).toEqual([
      ["Overdue", "last year", "all of yesterday", "yesterday's end"],
      ["Today", "midnight", "this morning", "pressing", "by hand 1", "by hand 2"],
    ]);
  });
  test("has no heading where nothing is late, since it says its name already", () => {
    expect(shown("today", [])).toEqual([]);
    expect(shown("today", [due("a", "2026-11-25T15:00:00Z")])).toEqual([["", "a"]]);
    expect(shown("today", [due("a", "2026-11-24T15:00:00Z")])).toEqual([["Overdue", "a"]]);
  });
});

test("Upcoming is by day for two weeks, then by month", () => {
  const tasks = [
    due("next year", "2027-01-01T12:00:00Z"),
    due("the year after", "2028-01-01T12:00:00Z"),
    due("day 15", "2026-12-10T12:00:00Z"),
    due("day 14", "2026-12-09T22:59:59.999Z"),
    due("tomorrow", "2026-11-25T23:00:00Z"),
    due("Friday, late", "2026-11-27T20:00:00Z"),
    due("Friday", "2026-11-27T10:00:00Z"),
    due("all Friday", "2026-11-28T07:59:59.999Z", { due_on: "2026-11-27" }),
  ];
  expect(shown("upcoming", tasks)).toEqual([
    ["Tomorrow, Thursday 26 November", "tomorrow"],
    ["Friday 27 November", "Friday", "Friday, late", "all Friday"],
    ["Wednesday 9 December", "day 14"],
    ["Rest of December", "day 15"],
    ["January 2027", "next year"],
    ["January 2028", "the year after"],
  ]);
});

test("a heading says the day of what is due below it, but not that of what is late, of a month, or done", () => {
  const days = (view: Parameters<typeof listingOf>[0], ...tasks: Task[]) =>
    groupsOf(tasks, listingOf(view), clock, "en-GB").map(({ day }) => day);
  const today = due("today", "2026-11-25T15:00:00Z");
  expect(days("today", due("late", "2026-11-24T15:00:00Z"), today)).toEqual(["", "2026-11-25"]);
  expect(days("today", today)).toEqual(["2026-11-25"]);
  expect(days("upcoming", due("a", "2026-11-26T23:00:00Z"), due("b", "2026-12-24T12:00:00Z"))).toEqual([
    "2026-11-27",
    "",
  ]);
  expect(days("done", task("a", { completed: true, completed_at: "2026-11-25T12:00:00Z" }))).toEqual([""]);
});

test("Done is by the day of completion", () => {
  const done = (title: string, completed_at: string | null) =>
    task(title, { completed: true, completed_at, updated_at: "2026-11-25T13:00:00Z" });
  const tasks = [
    done("long ago", "2025-01-03T12:00:00Z"),
    done("yesterday", "2026-11-24T12:00:00Z"),
    done("unsaid", null),
    done("at midnight", "2026-11-24T23:00:00Z"),
  ];
  expect(shown("done", tasks)).toEqual([
    ["Today, Wednesday 25 November", "unsaid", "at midnight"],
    ["Yesterday, Tuesday 24 November", "yesterday"],
    ["3 January 2025", "long ago"],
  ]);
});

test("a search has what is done below a line", () => {
  const listing = { ...defaultListing, search: "a" };
  const shown = (...tasks: Task[]) =>
    groupsOf(tasks, listing, clock, "en-GB").map(({ title, tasks }) => [title, ...tasks.map((task) => task.title)]);
  const [b, a, d, c] = [task("b", {}), task("a", {}), task("d", { completed: true }), task("c", { completed: true })];
  expect(shown(d, b, c, a)).toEqual([["", "b", "a"], ["Done", "d", "c"]]);
  expect(shown(b)).toEqual([["", "b"]]);
  expect(shown(d)).toEqual([["Done", "d"]]);
});

test("any other view has no headings, and keeps its order", () => {
  const tasks = [task("b", {}), task("a", {})];
  expect(groupsOf(tasks, defaultListing, clock, "en-GB")).toEqual([{ key: "", title: "", day: "", tasks }]);
  expect(groupsOf([], defaultListing, clock, "en-GB")).toEqual([]);
});

// Clocks go forward, backward, and skip a day.
test.each([
  ["2026-03-28T12:00:00Z", "Europe/Paris", "2026-03-29", "Tomorrow, Sunday 29 March"],
  ["2026-10-25T22:30:00Z", "Europe/Paris", "2026-10-26", "Tomorrow, Monday 26 October"],
  ["2011-12-29T22:00:00Z", "Pacific/Apia", "2011-12-31", "Saturday 31 December"],
  ["2026-12-31T10:30:00Z", "Pacific/Kiritimati", "2027-01-01", "Today, Friday 1 January"],
])("at %s in %s, %s is %s", (now, zone, day, name) => {
  expect(nameOfDay(day, { now: Date.parse(now), zone }, "en-GB")).toBe(name);
});
