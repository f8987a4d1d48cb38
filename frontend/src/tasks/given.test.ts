import { expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { allWithGiven, withGiven } from "@/tasks/given";
import { defaultListing, listingOf, matches, type Listing } from "@/tasks/listing";
import type { Task, TaskFields } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T23:30:00Z"), zone: "Europe/Paris" }; // half past midnight
const today = { due_on: "2026-11-26" };
const all = (part: Partial<Listing>) => ({ ...defaultListing, ...part });
const later = "2026-12-24T12:00:00.000Z";

test.each<[string, Listing, Partial<TaskFields>, Partial<TaskFields>]>([
  ["all gives nothing", defaultListing, {}, {}],
  ["today gives the day", listingOf("today"), {}, today],
  ["a day that is typed goes first", listingOf("today"), { due_date: later }, { due_date: later }],
  ["a day without a time, too", listingOf("today"), { due_on: "2026-12-24" }, { due_on: "2026-12-24" }],
  ["upcoming gives tomorrow", listingOf("upcoming"), {}, { due_on: "2026-11-27" }],
  ["a list gives itself, and the first place", listingOf("all", "l1"), {}, { list_id: "l1", position: "Zz" }],
  ["a list in another order gives itself", { ...listingOf("all", "l1"), sort: "due" }, {}, { list_id: "l1" }],
  ["a list that is typed goes first", { ...listingOf("all", "l1"), sort: "due" }, { list_id: "l2" }, { list_id: "l2" }],
  ["a tag is added to those typed", all({ tags: ["home"] }), { tags: ["a"] }, { tags: ["a", "home"] }],
  ["several tags are added", all({ tags: ["home", "b"] }), { tags: ["a"] }, { tags: ["a", "home", "b"] }],
  ["a tag that is typed too is there once", all({ tags: ["home"] }), { tags: ["home"] }, { tags: ["home"] }],
  ["a priority", all({ priority: "high" }), {}, { priority: "high" }],
  ["a priority that is typed goes first", all({ priority: "high" }), { priority: "low" }, { priority: "low" }],
  ["a category", all({ category: "Work" }), {}, { category: "Work" }],
  ["the filters of a view, too", { ...listingOf("today"), tags: ["home"] }, {}, { ...today, tags: ["home"] }],
  ["due today", all({ due: "today" }), {}, today],
  ["the next 7 days", all({ due: "week" }), {}, today],
  ["overdue gives nothing", all({ due: "overdue" }), {}, {}],
])("%s", (_, listing, fields, given) => {
  expect(withGiven({ title: "a", ...fields }, listing, clock, makeTask({ position: "a0" }))).toEqual({
    title: "a",
    ...given,
  });
});

test("what is added in a view is in it", () => {
  for (const listing of [
    listingOf("today"),
    listingOf("upcoming"),
    listingOf("all", "l1"),
    all({ tags: ["home"], priority: "low", category: "Work", due: "today" }),
  ]) {
    const task = makeTask(withGiven({ title: "a" }, listing, clock, undefined) as Partial<Task>);
    expect(matches(task, listing, clock)).toBe(true);
  }
});

test("several keep their order", () => {
  const lines = ["a", "b", "c"].map((title) => ({ title }));
  const given = allWithGiven(lines, listingOf("all", "l1"), clock, makeTask({ position: "a0" }));
  expect(given.map(({ title }) => title)).toEqual(["a", "b", "c"]);
  const places = [...given.map(({ position }) => position ?? ""), "a0"];
  expect(places).toEqual([...new Set(places)].sort());
});

test("the first place is before any first one, also one of another scheme", () => {
  const place = (position: string) =>
    withGiven({ title: "a" }, listingOf("all", "l1"), clock, makeTask({ position })).position ?? "";
  for (const position of ["a0", "Zz", "i00Qw4LIwQsd9dc9f8V"]) expect(place(position) < position).toBe(true);
  expect(place("!")).toBe("a0");
});
