import { describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import {
  asksForDays,
  defaultListing,
  filterCount,
  fromParams,
  listingOf,
  matches,
  searched,
  sortsOf,
  tagView,
  toParams,
  viewKey,
  type Listing,
  type View,
} from "@/tasks/listing";
import { sharedFixture } from "@/tasks/shared-fixture";
import { inOrder } from "@/tasks/sort";
import type { Task } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };

describe("the address of a listing", () => {
  test.each<[Partial<Listing>, string]>([
    [{}, ""],
    [{ state: "done" }, "?state=done"],
    [{ due: "overdue", tags: ["a&b"], search: "50% off" }, "?due=overdue&tag=a%26b&search=50%25+off"],
    [
      { priority: "high", category: "Home", sort: "due", state: "all" },
      "?state=all&priority=high&category=Home&sort=due",
    ],
  ])("%o is %s, and back", (part, address) => {
    const listing = { ...defaultListing, ...part };
    expect(new URLSearchParams(toParams(listing)).toString()).toBe(new URLSearchParams(address).toString());
    expect(fromParams(new URLSearchParams(address))).toEqual(listing);
  });

  const list = "01a207b4-3f60-7a55-b0a4-6f3f1b3c2d11";
  test.each<[Listing, string]>([
    [listingOf("today"), "?view=today"],
    [listingOf("upcoming"), "?view=upcoming"],
    [listingOf("done"), "?view=done"],
    [listingOf("trash"), "?view=trash"],
    [listingOf("all", list), `?list=${list}`],
    [{ ...listingOf("today"), tags: ["home"], search: "a" }, "?view=today&tag=home&search=a"],
    [{ ...defaultListing, tags: ["home", "a b"] }, "?tag=home&tag=a+b"],
    [{ ...listingOf("all", list), state: "done", sort: "newest" }, `?list=${list}&state=done&sort=newest`],
  ])("of a view, %o, is %s, and back", (listing, address) => {
    expect(toParams(listing)).toBe(address);
    expect(fromParams(new URLSearchParams(address))).toEqual(listing);
  });

  test.each<[string, Listing]>([
    ["view=today&state=done&due=week&sort=title", listingOf("today")],
    ["view=done&state=open", listingOf("done")],
    [`view=today&list=${list}`, listingOf("today")],
    [`list=${list.toUpperCase()}`, listingOf("all", list)],
    ["list=../x", defaultListing],
    ["view=constructor", defaultListing],
    ["view=trash&search=milk", listingOf("trash")],
    ["sort=position", defaultListing], // which the backend refuses but in one list
    ["sort=agenda", defaultListing],
  ])("%s means nothing but its view", (address, listing) => {
    expect(fromParams(new URLSearchParams(address))).toEqual(listing);
  });

  test("each order of a view can be asked for", () => {
    for (const view of ["all", "today", "upcoming", "done", "trash"] satisfies View[])
      for (const sort of sortsOf(listingOf(view))) expect(sort).not.toBe("position");
  });

  test("what it cannot mean is left out", () => {
    const params = new URLSearchParams("tag=&state=x&due=y&priority=z&sort=constructor&other=1");
    expect(fromParams(params)).toEqual(defaultListing);
    expect(fromParams(new URLSearchParams("tag=b&tag=a&tag=b")).tags).toEqual(["b", "a"]);
    expect(fromParams(new URLSearchParams({ tag: "e\u0301", category: "e\u0301" }))).toMatchObject({
      tags: ["é"],
      category: "é",
    });
    expect(fromParams(new URLSearchParams(`tag=${"a".repeat(60)}&search=${"b".repeat(300)}`))).toMatchObject({
      tags: ["a".repeat(50)],
      search: "b".repeat(200),
    });
  });
});

test.each<[string, Partial<Listing>, Parameters<typeof makeTask>[0], boolean]>([
  ["open in open", {}, {}, true],
  ["done in open", {}, { completed: true }, false],
  ["done in all", { state: "all" }, { completed: true }, true],
  ["another priority", { priority: "high" }, { priority: "low" }, false],
  ["a tag", { tags: ["home"] }, { tags: ["work", "home"] }, true],
  ["a tag's beginning", { tags: ["home"] }, { tags: ["homework"] }, false],
  ["two tags", { tags: ["home", "work"] }, { tags: ["work", "a", "home"] }, true],
  ["one of two tags", { tags: ["home", "work"] }, { tags: ["work"] }, false],
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
  ["today, of a former zone", { due: "today" }, { due_on: "2026-11-25", due_date: "2026-11-26T07:59:59.999Z" }, true],
])("%s", (_, part, task, expected) => {
  expect(matches(makeTask(task), { ...defaultListing, ...part }, clock)).toBe(expected);
});

const day = (part: object, due = "2026-11-25T22:59:59.999Z") => ({ due_date: due, ...part });
test.each<[string, Listing, Parameters<typeof makeTask>[0], boolean]>([
  ["the end of today in today", listingOf("today"), day({}), true],
  ["tomorrow's first moment in today", listingOf("today"), day({}, "2026-11-25T23:00:00.000Z"), false],
  ["last year in today", listingOf("today"), day({}, "2025-01-01T00:00:00.000Z"), true],
  ["no date in today", listingOf("today"), {}, false],
  ["a day, of a former zone", listingOf("today"), day({ due_on: "2026-11-25" }, "2026-11-26T07:59:59.999Z"), true],
  ["a start today", listingOf("today"), day({ start_on: "2026-11-25" }), true],
  ["a start tomorrow", listingOf("today"), day({ start_on: "2026-11-26" }), false],
  ["done today", listingOf("today"), day({ completed: true }), false],
  ["the end of today in upcoming", listingOf("upcoming"), day({}), false],
  ["tomorrow's first moment in upcoming", listingOf("upcoming"), day({}, "2026-11-25T23:00:00.000Z"), true],
  ["no date in upcoming", listingOf("upcoming"), {}, false],
  ["a start that has not come in upcoming", listingOf("upcoming"), day({ start_on: "2027-01-01" }, "2027-02-01"), true],
  ["of the list", listingOf("all", "l1"), { list_id: "l1" }, true],
  ["of another list", listingOf("all", "l1"), { list_id: "l2" }, false],
  ["done in the list", listingOf("all", "l1"), { list_id: "l1", completed: true }, false],
  ["done in done", listingOf("done"), { completed: true }, true],
  ["open in done", listingOf("done"), {}, false],
  ["anything in the trash", listingOf("trash"), {}, false],
  ["a subtask among all", defaultListing, { parent_id: "p" }, false],
  ["a subtask in its list", { ...listingOf("all", "l1"), state: "all" }, { parent_id: "p", list_id: "l1" }, false],
  ["a subtask of its own day in today", listingOf("today"), day({ parent_id: "p" }), true],
  ["a subtask in a search", { ...defaultListing, search: "milk" }, { parent_id: "p" }, true],
  ["a subtask with the tag", { ...defaultListing, tags: ["home"] }, { parent_id: "p", tags: ["home"] }, true],
  ["a subtask that is done in done", listingOf("done"), { parent_id: "p", completed: true }, true],
])("%s", (_, listing, task, expected) => {
  expect(matches(makeTask(task), listing, clock)).toBe(expected);
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
  ["due", { due_date: "2026-11-26T22:59:00.000Z" }, { due_on: "2026-11-26", due_date: "2026-11-26T14:59:59.999Z" }],
  ["position", { position: "Zz" }, { position: "a0" }], // by the characters, not as a reader would
  ["completed", { completed_at: "2026-11-25T08:00:00.000Z" }, { completed_at: "2026-11-24T08:00:00.000Z" }],
  ["agenda", day({ position: "b" }, "2026-11-25T09:00:00.000Z"), day({ priority: "critical", position: "a" })],
  ["agenda", day({ priority: "high", position: "b" }), day({ position: "a" })],
  ["agenda", day({ priority: "high", position: "b" }), day({ position: "a" }, "2026-11-25T22:59:00.000Z")],
  ["agenda", day({ position: "a" }), day({ position: "b" })],
])("%s puts %o before %o", (sort, a, b) => {
  const [first, second] = [makeTask(a), makeTask(b)];
  expect(inOrder([second, first], sort, clock.zone)).toEqual([first, second]);
  expect(inOrder([first, second], sort, clock.zone)).toEqual([first, second]);
});

test.each<[Listing, boolean]>([
  [defaultListing, false],
  [listingOf("all", "l1"), false],
  [listingOf("done"), false],
  [listingOf("today"), true],
  [listingOf("upcoming"), true],
  [{ ...defaultListing, due: "week" }, true],
])("%o depends on where days begin: %s", (listing, expected) => {
  expect(asksForDays(listing)).toBe(expected);
});

test("of the tags without a view or list, the first is the view, and the others narrow it", () => {
  const narrowed = { ...tagView("home"), tags: ["home", "garden", "work"] };
  expect([viewKey(narrowed), filterCount(narrowed)]).toEqual(["tag home", 2]);
  expect(searched({ ...narrowed, search: "a" }).tags).toEqual(["garden", "work"]);
  const today = { ...listingOf("today"), tags: ["home", "garden"] };
  expect([viewKey(today), filterCount(today)]).toEqual(["today", 2]);
  expect(filterCount(tagView("home"))).toBe(0);
});

const everywhere = { ...defaultListing, state: "all", search: "milk" };
test.each<[string, Listing, object]>([
  ["no search is as it is", listingOf("today"), listingOf("today")],
  ["from Today", { ...listingOf("today"), search: "milk" }, everywhere],
  ["from a list", { ...listingOf("all", "l1"), search: "milk" }, everywhere],
  ["from a tag", { ...defaultListing, tags: ["home"], search: "milk" }, everywhere],
  ["from Done", { ...listingOf("done"), search: "milk" }, everywhere],
  ["in an order", { ...defaultListing, sort: "title", search: "milk" }, { ...everywhere, sort: "title" }],
  ["with filters", { ...listingOf("today"), priority: "low", tags: ["a"], search: "milk" },
    { ...everywhere, priority: "low", tags: ["a"] }],
  ["of what is due", { ...defaultListing, due: "week", search: "milk" }, { ...everywhere, due: "week", state: "open" }],
])("a search looks everywhere, %s", (_, listing, expected) => {
  expect(searched(listing)).toEqual(expected);
});

test.each<[Listing["sort"], string[]]>([
  ["due", ["t1", "t2", "t3"]],
  ["newest", ["t3", "t2", "t1"]],
])("%s puts equals by their ids", (sort, ids) => {
  const equals = ["t2", "t3", "t1"].map((id) => makeTask({ id }));
  expect(inOrder(equals, sort, clock.zone).map(({ id }) => id)).toEqual(ids);
});

describe("the fixture that the backend's tests read too", () => {
  const { clock: at, tasks, listings } = sharedFixture<{
    clock: { now: string; zone: string };
    tasks: Partial<Task>[];
    listings: { listing: Partial<Listing>; titles: string[] }[];
  }>("listing.json");
  const clock = { now: Date.parse(at.now), zone: at.zone };
  const shuffled = [5, 2, 6, 0, 3, 1, 4].map((i) => makeTask({ id: `t${i}`, ...tasks[i] }));
  test.each(listings)("$listing", ({ listing: part, titles }) => {
    const listing = { ...defaultListing, ...part };
    const shown = shuffled.filter((task) => matches(task, listing, clock));
    expect(inOrder(shown, listing.sort, clock.zone).map((task) => task.title)).toEqual(titles);
  });
});
