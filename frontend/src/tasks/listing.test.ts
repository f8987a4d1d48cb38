import { describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { matches, compare, defaultListing, fromParams, toParams, toQuery, type Listing } from "@/tasks/listing";
import { sharedFixture } from "@/tasks/shared-fixture";
import type { Task } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };

describe("the address of a listing", () => {
  test.each<[Partial<Listing>, string]>([
    [{}, ""],
    [{ state: "done" }, "?state=done"],
    [{ due: "overdue", tag: "a&b", search: "50% off" }, "?due=overdue&tag=a%26b&search=50%25+off"],
    [
      { priority: "high", category: "Home", sort: "due", state: "all" },
      "?state=all&priority=high&category=Home&sort=due",
    ],
  ])("%o is %s, and back", (part, address) => {
    const listing = { ...defaultListing, ...part };
    expect(new URLSearchParams(toParams(listing)).toString()).toBe(new URLSearchParams(address).toString());
    expect(fromParams(new URLSearchParams(address))).toEqual(listing);
  });

  test("what it cannot mean is left out", () => {
    const params = new URLSearchParams("state=x&due=y&priority=z&sort=constructor&other=1");
    expect(fromParams(params)).toEqual(defaultListing);
    expect(fromParams(new URLSearchParams({ tag: "e\u0301", category: "e\u0301" }))).toMatchObject({
      tag: "é",
      category: "é",
    });
    expect(fromParams(new URLSearchParams(`tag=${"a".repeat(60)}&search=${"b".repeat(300)}`))).toMatchObject({
      tag: "a".repeat(50),
      search: "b".repeat(200),
    });
  });
});

const newest = { sort_by: "created_at", order: "desc" };
test.each<[Partial<Listing>, object]>([
  [{}, { ...newest, completed: false }],
  [{ state: "all" }, newest],
  [{ state: "done", sort: "due" }, { sort_by: "due_date", order: "asc", completed: true }],
  [{ due: "overdue" }, { ...newest, completed: false, due_before: "2026-11-25T14:00:00.000Z" }],
  [
    { due: "today" },
    { ...newest, completed: false, due_after: "2026-11-25T13:59:59.999Z", due_before: "2026-11-25T23:00:00.000Z" },
  ],
  [
    { due: "week" },
    { ...newest, completed: false, due_after: "2026-11-25T13:59:59.999Z", due_before: "2026-12-01T23:00:00.000Z" },
  ],
])("%o asks the backend %o", (part, query) => {
  expect(toQuery({ ...defaultListing, ...part }, clock)).toEqual(query);
});

test.each<[string, Partial<Listing>, Parameters<typeof makeTask>[0], boolean]>([
  ["open in open", {}, {}, true],
  ["done in open", {}, { completed: true }, false],
  ["done in all", { state: "all" }, { completed: true }, true],
  ["another priority", { priority: "high" }, { priority: "low" }, false],
  ["a tag", { tag: "home" }, { tags: ["work", "home"] }, true],
  ["a tag's beginning", { tag: "home" }, { tags: ["homework"] }, false],
  ["a category", { category: "Work" }, { category: "Work" }, true],
  ["a word of the title in capitals", { search: "MILK" }, {}, true],
  ["a word of another form and case", { search: "ο\u0301δος" }, { title: "ΟΔΌΣ" }, true],
  ["a word of the description in another case", { search: "STRASSE" }, { description: "Straße" }, true],
  ["a word of the description", { search: "oat" }, { description: "Oat, if there is" }, true],
  ["no word", { search: "bread" }, {}, false],
  ["just overdue", { due: "overdue" }, { due_date: "2026-11-25T13:59:59.999Z" }, true],
  ["due this very moment", { due: "overdue" }, { due_date: "2026-11-25T14:00:00.000Z" }, false],
  ["due this very moment, today", { due: "today" }, { due_date: "2026-11-25T14:00:00.000Z" }, true],
  ["the last moment of today", { due: "today" }, { due_date: "2026-11-25T22:59:59.999Z" }, true],
  ["tomorrow's first moment", { due: "today" }, { due_date: "2026-11-25T23:00:00.000Z" }, false],
  ["the last moment of the week", { due: "week" }, { due_date: "2026-12-01T22:59:59.999Z" }, true],
  ["the moment after", { due: "week" }, { due_date: "2026-12-01T23:00:00.000Z" }, false],
  ["no due date", { due: "week" }, {}, false],
])("%s", (_, part, task, expected) => {
  expect(matches(makeTask(task), { ...defaultListing, ...part }, clock)).toBe(expected);
});

test.each<[Listing["sort"], Parameters<typeof makeTask>[0], Parameters<typeof makeTask>[0]]>([
  ["newest", { created_at: "2026-11-21T08:00:00.000Z" }, {}],
  ["oldest", {}, { created_at: "2026-11-21T08:00:00.000Z" }],
  ["changed", { updated_at: "2026-11-21T08:00:00.000Z" }, {}],
  ["title", { title: "apple" }, { title: "Banana" }],
  ["title", { title: "Äpfel" }, { title: "Zebra" }],
  ["title", { title: "apfel" }, { title: "Äpfel" }],
  ["priority", { priority: "critical" }, { priority: "high" }],
  ["priority", { priority: "low" }, {}],
  ["due", { due_date: "2026-11-26T08:00:00.000Z" }, { due_date: "2026-11-27T08:00:00.000Z" }],
  ["due", { due_date: "2026-11-26T08:00:00.000Z" }, {}],
])("%s puts %o before %o", (sort, a, b) => {
  expect(compare(makeTask(a), makeTask(b), sort)).toBeLessThan(0);
  expect(compare(makeTask(b), makeTask(a), sort)).toBeGreaterThan(0);
});

test("two without a due date are alike", () => {
  expect(compare(makeTask(), makeTask(), "due")).toBe(0);
});

describe("the fixture that the backend's tests read too", () => {
  const { clock: at, tasks, listings } = sharedFixture<{
    clock: { now: string; zone: string };
    tasks: Partial<Task>[];
    listings: { listing: Partial<Listing>; query: Record<string, string>; titles: string[] }[];
  }>("listing.json");
  const clock = { now: Date.parse(at.now), zone: at.zone };
  const shuffled = [5, 2, 6, 0, 3, 1, 4].map((i) => makeTask({ id: `t${i}`, ...tasks[i] }));
  test.each(listings)("$listing", ({ listing: part, query, titles }) => {
    const listing = { ...defaultListing, ...part };
    const asked = Object.entries(toQuery(listing, clock)).map(([name, value]) => [name, String(value)]);
    expect(Object.fromEntries(asked)).toEqual(query);
    const shown = shuffled.filter((task) => matches(task, listing, clock));
    expect(shown.sort((a, b) => compare(a, b, listing.sort)).map((task) => task.title)).toEqual(titles);
  });
});
