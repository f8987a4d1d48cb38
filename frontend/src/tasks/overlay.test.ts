import { describe, expect, test } from "vitest";

import { acknowledge, type AcknowledgedChange, type Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { defaultListing, type Listing } from "@/tasks/listing";
import { countsWithChanges, overlayFor, overviewWithChanges, withChanges, type Overview } from "@/tasks/overlay";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const at = "2026-11-25T14:00:00.000Z";
const create = (task: string, fields: TaskFields): Change => ({
  id: task,
  seq: 1,
  at,
  kind: "create",
  task,
  fields,
});
const update = (before: Task, fields: TaskPatch): Change => ({
  id: `u-${before.id}`,
  seq: 2,
  at,
  kind: "update",
  task: before.id,
  fields,
  before,
});
const remove = (before: Task): Change => ({
  id: `d-${before.id}`,
  seq: 3,
  at,
  kind: "delete",
  task: before.id,
  before,
});
const restore = (before: Task): Change => ({
  id: `r-${before.id}`,
  seq: 4,
  at,
  kind: "restore",
  task: before.id,
  before,
});

const a = makeTask({ id: "a", title: "Apple", created_at: "2026-11-24T08:00:00.000Z", priority: "low" });
const b = makeTask({ id: "b", title: "Bread", created_at: "2026-11-23T08:00:00.000Z" });
const c = makeTask({ id: "c", title: "Corn", created_at: "2026-11-22T08:00:00.000Z", priority: "high" });
const shown = (changes: Change[], part: Partial<Listing> = {}, tasks = [a, b, c]) =>
  withChanges(tasks, changes, { ...defaultListing, ...part }, clock, "u1").map((t) => t.title);

describe("a list with changes on top", () => {
  test("a new task comes first among the newest", () => {
    expect(shown([create("n", { title: "Nuts" })])).toEqual(["Nuts", "Apple", "Bread", "Corn"]);
  });
  test("of two new tasks, the later one", () => {
    const changes = [create("n", { title: "Nuts" }), create("o", { title: "Oats" })];
    expect(shown(changes)).toEqual(["Oats", "Nuts", "Apple", "Bread", "Corn"]);
  });
  test("a new task takes its place by title", () => {
    const changes = [create("n", { title: "banana" })];
    expect(shown(changes, { sort: "title" })).toEqual(["Apple", "banana", "Bread", "Corn"]);
  });
  test("a new task that is not of the listing is not shown", () => {
    expect(shown([create("n", { title: "Nuts" })], { tag: "home" }, [])).toEqual([]);
  });
  test("a change stays in its place", () => {
    expect(shown([update(b, { title: "Brown bread" })])).toEqual(["Apple", "Brown bread", "Corn"]);
  });
  test("a change of what is sorted by moves the task", () => {
    expect(shown([update(b, { title: "Zucchini" })], { sort: "title" })).toEqual(["Apple", "Corn", "Zucchini"]);
    const critical = [update(a, { priority: "critical" })];
    expect(shown(critical, { sort: "priority" }, [c, a, b])).toEqual(["Apple", "Corn", "Bread"]);
  });
  test("a completed task leaves the open ones, and stays in all", () => {
    expect(shown([update(b, { completed: true })])).toEqual(["Apple", "Corn"]);
    expect(shown([update(b, { completed: true })], { state: "all" })).toEqual(["Apple", "Bread", "Corn"]);
  });
  test("a recurring one stays, in its place, and is among the done ones as well", () => {
    const daily = { ...b, is_recurring: true, recurrence_rule: "FREQ=DAILY", due_on: "2026-11-25", due_date: at };
    const done = update(daily, { completed: true });
    const tasks = [a, daily, c];
    expect(shown([done], {}, tasks)).toEqual(["Apple", "Bread", "Corn"]);
    expect(shown([done], { state: "done" }, [])).toEqual(["Bread"]);
    expect(shown([acknowledge(done, { ...daily, completed: true })], {}, tasks)).toEqual(["Apple", "Bread", "Corn"]);
    expect(countsWithChanges({ total: 3, completed: 0 }, [done], "u1")).toEqual({ total: 4, completed: 1 });
    const undone = { ...update({ ...daily, completed: true }, { completed: false }), id: "u2" };
    const [, open] = withChanges(tasks, [done, undone], defaultListing, clock, "u1");
    expect(open).toMatchObject({ title: "Bread", due_on: "2026-11-25", completed: false });
  });
  test("a completed task comes into the done ones, where it was not", () => {
    expect(shown([update(b, { completed: true })], { state: "done" }, [])).toEqual(["Bread"]);
  });
  test("a restored task is back in its place, and what follows changes it", () => {
    const deleted = acknowledge(remove(b), null);
    expect(shown([deleted, restore(b)])).toEqual(["Apple", "Bread", "Corn"]);
    expect(shown([restore(b)], {}, [a, c])).toEqual(["Apple", "Bread", "Corn"]);
    expect(shown([deleted, restore(b), update(b, { title: "Brot" })])).toEqual(["Apple", "Brot", "Corn"]);
  });
  test("a deleted task is gone, whatever follows", () => {
    expect(shown([remove(b), update(b, { title: "Back?" })])).toEqual(["Apple", "Corn"]);
  });
  test("changes of a task that is not sent yet", () => {
    const n = makeTask({ id: "n", title: "Nuts" });
    const renamed = [create("n", { title: "Nuts" }), update(n, { title: "Walnuts" })];
    expect(shown(renamed)).toEqual(["Walnuts", "Apple", "Bread", "Corn"]);
    expect(shown([create("n", { title: "Nuts" }), remove(n)])).toEqual(["Apple", "Bread", "Corn"]);
  });
  test("a change is of what the server has, not of what was seen when it was made", () => {
    const elsewhere = { ...b, description: "written elsewhere" };
    expect(withChanges([elsewhere], [update(b, { title: "Brown bread" })], defaultListing, clock, "u1")).toMatchObject([
      { title: "Brown bread", description: "written elsewhere" },
    ]);
  });
  test("a confirmed change shows the task that the backend has answered", () => {
    const answer = makeTask({ id: "n", title: "Nuts, as the backend keeps them", created_at: at });
    const created = acknowledge(create("n", { title: "Nuts" }), answer);
    expect(withChanges([a, b], [created], defaultListing, clock, "u1")).toEqual([answer, a, b]);
    expect(shown([created, update(answer, { title: "Walnuts" })])).toEqual(["Walnuts", "Apple", "Bread", "Corn"]);
    expect(shown([acknowledge(remove(a), null)])).toEqual(["Bread", "Corn"]);
  });
  test("a confirmed change of a task that was fetched with it changes nothing", () => {
    const answer = { ...b, title: "Brown bread" };
    const tasks = [a, answer, c];
    const confirmed = acknowledge(update(b, { title: "Brown bread" }), answer);
    expect(withChanges(tasks, [confirmed], defaultListing, clock, "u1")).toEqual(tasks);
    expect(shown([acknowledge(create("b", { title: "Bread" }), b)])).toEqual(["Apple", "Bread", "Corn"]);
  });
  test("a creation without an id is the task that the backend has made of it", () => {
    const created = acknowledge({ ...create("key", { title: "Nuts" }), key: "key" } as Change, makeTask({ id: "n" }));
    expect(created.task).toBe("n");
  });
});

const done = makeTask({ id: "n", completed: true, completed_at: at });
test.each<[string, Change[], { total: number; completed: number }]>([
  ["nothing", [], { total: 3, completed: 1 }],
  ["a new one", [create("n", { title: "N" })], { total: 4, completed: 1 }],
  ["a new one that is done", [create("n", { title: "N", completed: true })], { total: 4, completed: 2 }],
  ["one completed", [update(a, { completed: true })], { total: 3, completed: 2 }],
  ["one changed otherwise", [update(a, { title: "x" })], { total: 3, completed: 1 }],
  ["one deleted", [remove(a)], { total: 2, completed: 1 }],
  ["a done one deleted", [remove({ ...a, completed: true })], { total: 2, completed: 0 }],
  ["completed, then deleted", [update(a, { completed: true }), remove(a)], { total: 2, completed: 1 }],
  [
    "made and completed",
    [create("n", { title: "N" }), update(makeTask({ id: "n" }), { completed: true })],
    { total: 4, completed: 2 },
  ],
  ["one made, confirmed as done already", [acknowledge(create("n", { title: "N" }), done)], { total: 4, completed: 2 }],
  ["one deleted and restored", [remove(a), restore(a)], { total: 3, completed: 1 }],
  ["one restored", [restore(a)], { total: 4, completed: 1 }],
  ["one deleted, confirmed", [acknowledge(remove(a), null)], { total: 2, completed: 1 }],
])("counts: %s", (_, changes, counts) => {
  expect(countsWithChanges({ total: 3, completed: 1 }, changes, "u1")).toEqual(counts);
});

describe("an overview with changes on top", () => {
  const overview: Overview = {
    timezone: "Europe/Paris",
    overdue: 1,
    due_today: 1,
    due_this_week: 2,
    completed_per_day: [
      { date: "2026-11-24", count: 1 },
      { date: "2026-11-25", count: 0 },
    ],
    tags: [{ name: "home", count: 1 }],
    categories: [],
  };
  const with_ = (...changes: Change[]) => overviewWithChanges(overview, changes, clock, "u1");
  const late = makeTask({ id: "l", due_date: "2026-11-24T08:00:00.000Z", tags: ["home"] });

  test("completing what is late takes it from there to today's bar", () => {
    expect(with_(update(late, { completed: true }))).toMatchObject({
      overdue: 0,
      completed_per_day: [{ count: 1 }, { count: 1 }],
    });
  });
  test("what is due today is due this week too", () => {
    const today = create("n", { title: "N", due_date: "2026-11-25T18:00:00.000Z" });
    expect(with_(today)).toMatchObject({ due_today: 2, due_this_week: 3 });
  });
  test("another date", () => {
    const postponed = update(late, { due_date: "2026-11-27T08:00:00.000Z" });
    expect(with_(postponed)).toMatchObject({ overdue: 0, due_today: 1, due_this_week: 3 });
  });
  test("tags and categories", () => {
    expect(with_(create("n", { title: "N", tags: ["home", "new"], category: "Work" }))).toMatchObject({
      tags: [
        { name: "home", count: 2 },
        { name: "new", count: 1 },
      ],
      categories: [{ name: "Work", count: 1 }],
    });
    expect(with_(remove(late))).toMatchObject({ tags: [{ name: "home", count: 0 }] });
  });
  test("what was read is not written over", () => {
    with_(update(late, { completed: true }));
    expect(overview.overdue).toBe(1);
  });
});

describe("a page that was fetched before an acknowledgement never overwrites it", () => {
  const confirmed = (change: Change, at: number): AcknowledgedChange => ({
    ...change,
    acknowledged: { at, task: null },
  });
  const first = confirmed(remove(a), 100);
  const second = confirmed(remove(b), 200);
  const pending = remove(c);
  test.each([
    [50, [first, second, pending]],
    [100, [second, pending]], // the request was sent after the answer had come
    [150, [second, pending]],
    [250, [pending]],
  ])("fetched from %i on", (fetchedAt, expected) => {
    expect(overlayFor(fetchedAt, [first, second], [pending])).toEqual(expected);
  });
});
