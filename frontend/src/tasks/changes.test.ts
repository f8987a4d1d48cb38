import { describe, expect, test } from "vitest";

import { countsWithChanges, overviewWithChanges, withAnswer, withChanges, type Change, type Overview } from "@/tasks/changes";
import { aTask } from "@/tasks/fixtures";
import { everything } from "@/tasks/listing";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const at = "2026-11-25T14:00:00.000Z";
const create = (task: string, fields: Extract<Change, { kind: "create" }>["fields"]): Change => ({
  id: task,
  seq: 1,
  at,
  kind: "create",
  task,
  fields,
});
const update = (before: ReturnType<typeof aTask>, fields: Extract<Change, { kind: "update" }>["fields"]): Change => ({
  id: `u-${before.id}`,
  seq: 2,
  at,
  kind: "update",
  task: before.id,
  fields,
  before,
});
const remove = (before: ReturnType<typeof aTask>): Change => ({
  id: `d-${before.id}`,
  seq: 3,
  at,
  kind: "delete",
  task: before.id,
  before,
});

const a = aTask({ id: "a", title: "Apple", created_at: "2026-11-24T08:00:00.000Z", priority: "low" });
const b = aTask({ id: "b", title: "Bread", created_at: "2026-11-23T08:00:00.000Z" });
const c = aTask({ id: "c", title: "Corn", created_at: "2026-11-22T08:00:00.000Z", priority: "high" });
const shown = (changes: Change[], listing = everything, tasks = [a, b, c]) => withChanges(tasks, changes, listing, clock, "u1").map((t) => t.title);

describe("a list with changes on top", () => {
  test("a new task comes first among the newest", () => {
    expect(shown([create("n", { title: "Nuts" })])).toEqual(["Nuts", "Apple", "Bread", "Corn"]);
  });
  test("of two new tasks, the later one", () => {
    expect(shown([create("n", { title: "Nuts" }), create("o", { title: "Oats" })])).toEqual(["Oats", "Nuts", "Apple", "Bread", "Corn"]);
  });
  test("a new task takes its place by title", () => {
    expect(shown([create("n", { title: "banana" })], { ...everything, sort: "title" })).toEqual(["Apple", "banana", "Bread", "Corn"]);
  });
  test("a new task that is not of the listing is not shown", () => {
    expect(shown([create("n", { title: "Nuts" })], { ...everything, tag: "home" }, [])).toEqual([]);
  });
  test("a change stays in its place", () => {
    expect(shown([update(b, { title: "Brown bread" })])).toEqual(["Apple", "Brown bread", "Corn"]);
  });
  test("a change of what is sorted by moves the task", () => {
    expect(shown([update(b, { title: "Zucchini" })], { ...everything, sort: "title" })).toEqual(["Apple", "Corn", "Zucchini"]);
    expect(shown([update(a, { priority: "critical" })], { ...everything, sort: "priority" }, [c, a, b])).toEqual(["Apple", "Corn", "Bread"]);
  });
  test("a completed task leaves the open ones, and stays in all", () => {
    expect(shown([update(b, { completed: true })])).toEqual(["Apple", "Corn"]);
    expect(shown([update(b, { completed: true })], { ...everything, state: "all" })).toEqual(["Apple", "Bread", "Corn"]);
  });
  test("a completed task comes into the done ones, where it was not", () => {
    expect(shown([update(b, { completed: true })], { ...everything, state: "done" }, [])).toEqual(["Bread"]);
  });
  test("a deleted task is gone, whatever follows", () => {
    expect(shown([remove(b), update(b, { title: "Back?" })])).toEqual(["Apple", "Corn"]);
  });
  test("changes of a task that is not sent yet", () => {
    const n = aTask({ id: "n", title: "Nuts" });
    expect(shown([create("n", { title: "Nuts" }), update(n, { title: "Walnuts" })])).toEqual(["Walnuts", "Apple", "Bread", "Corn"]);
    expect(shown([create("n", { title: "Nuts" }), remove(n)])).toEqual(["Apple", "Bread", "Corn"]);
  });
  test("a change is of what the server has, not of what was seen when it was made", () => {
    const elsewhere = { ...b, description: "written elsewhere" };
    expect(withChanges([elsewhere], [update(b, { title: "Brown bread" })], everything, clock, "u1")).toMatchObject([
      { title: "Brown bread", description: "written elsewhere" },
    ]);
  });
  test("the server's word takes the place of what was made here", () => {
    const word = aTask({ id: "server", title: "Nuts", created_at: "2026-11-25T14:00:01.000Z" });
    expect(withAnswer([a, b], create("key", { title: "Nuts" }), word, everything, clock)).toEqual([word, a, b]);
    expect(withAnswer([a, b], remove(a), null, everything, clock)).toEqual([b]);
  });
});

test.each<[string, Change[], { total: number; completed: number }]>([
  ["nothing", [], { total: 3, completed: 1 }],
  ["a new one", [create("n", { title: "N" })], { total: 4, completed: 1 }],
  ["a new one that is done", [create("n", { title: "N", completed: true })], { total: 4, completed: 2 }],
  ["one completed", [update(a, { completed: true })], { total: 3, completed: 2 }],
  ["one changed otherwise", [update(a, { title: "x" })], { total: 3, completed: 1 }],
  ["one deleted", [remove(a)], { total: 2, completed: 1 }],
  ["a done one deleted", [remove({ ...a, completed: true })], { total: 2, completed: 0 }],
  ["completed, then deleted", [update(a, { completed: true }), remove(a)], { total: 2, completed: 1 }],
  ["made and completed", [create("n", { title: "N" }), update(aTask({ id: "n" }), { completed: true })], { total: 4, completed: 2 }],
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
  const late = aTask({ id: "l", due_date: "2026-11-24T08:00:00.000Z", tags: ["home"] });

  test("completing what is late takes it from there to today's bar", () => {
    expect(with_(update(late, { completed: true }))).toMatchObject({ overdue: 0, completed_per_day: [{ count: 1 }, { count: 1 }] });
  });
  test("what is due today is due this week too", () => {
    expect(with_(create("n", { title: "N", due_date: "2026-11-25T18:00:00.000Z" }))).toMatchObject({ due_today: 2, due_this_week: 3 });
  });
  test("another date", () => {
    expect(with_(update(late, { due_date: "2026-11-27T08:00:00.000Z" }))).toMatchObject({ overdue: 0, due_today: 1, due_this_week: 3 });
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
