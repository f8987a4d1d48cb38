import { describe, expect, test } from "vitest";

import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { withChanges } from "@/tasks/overlay";
import type { Task, TaskFields, TaskPatch } from "@/tasks/task";

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

const [a, b, c] = ["Apple", "Bread", "Corn"].map((title) => makeTask({ id: title, title })) as [Task, Task, Task];
const byId = (tasks: Task[]) => new Map(tasks.map((task) => [task.id, task]));
const answer = (task: string, after: Task | null) => [task, { after }] as const;
const shown = (changes: Change[], tasks = [a, b, c], answers: (readonly [string, { after: Task | null }])[] = []) =>
  withChanges(byId(tasks), new Map(answers), changes, "u1", "Europe/Paris");
const titles = (...args: Parameters<typeof shown>) =>
  shown(...args)
    .map((task) => task.title)
    .sort();

describe("a copy with changes on top", () => {
  const nuts = makeTask({ id: "n", title: "Nuts" });
  test.each<[string, Change[], string[]]>([
    ["nothing", [], ["Apple", "Bread", "Corn"]],
    ["a new task", [create("n", { title: "Nuts" })], ["Apple", "Bread", "Corn", "Nuts"]],
    ["a change", [update(b, { title: "Rye" })], ["Apple", "Corn", "Rye"]],
    ["a change of a task that is not here yet", [update(nuts, { tags: [] })], ["Apple", "Bread", "Corn", "Nuts"]],
    ["a deletion", [remove(b)], ["Apple", "Corn"]],
    ["a deletion, whatever follows", [remove(b), update(b, { title: "Back?" })], ["Apple", "Corn"]],
    ["a deletion and its undoing", [remove(b), restore(b)], ["Apple", "Bread", "Corn"]],
    ["a change of what was restored", [restore(b), update(b, { title: "Rye" })], ["Apple", "Corn", "Rye"]],
    [
      "a change of a task that is not sent yet",
      [create("n", { title: "Nuts" }), update(nuts, { title: "Walnuts" })],
      ["Apple", "Bread", "Corn", "Walnuts"],
    ],
    ["a task that is made and deleted", [create("n", { title: "Nuts" }), remove(nuts)], ["Apple", "Bread", "Corn"]],
  ])("%s", (_, changes, expected) => {
    expect(titles(changes)).toEqual(expected);
  });

  test("what is not changed is the same object, so that its row is not drawn again", () => {
    expect(shown([update(b, { title: "Rye" })])[0]).toBe(a);
  });
  test("a change is of what the copy has, not of what was seen when it was made", () => {
    const elsewhere = { ...b, description: "written elsewhere" };
    expect(shown([update(b, { title: "Rye" })], [elsewhere])).toMatchObject([
      { title: "Rye", description: "written elsewhere" },
    ]);
  });
});

describe("the backend's answers", () => {
  test.each<[string, [string, { after: Task | null }], string[]]>([
    ["a task that is not here yet", ["n", { after: makeTask({ id: "n", title: "Nuts" }) }], ["Apple", "Bread", "Nuts"]],
    ["a task as it is now", ["Bread", { after: { ...b, title: "Rye" } }], ["Apple", "Rye"]],
    ["a deletion", ["Bread", { after: null }], ["Apple"]],
  ])("%s", (_, given, expected) => {
    expect(titles([], [a, b], [given])).toEqual(expected);
  });
  test("the user's changes are on top of them", () => {
    const answered = answer("Bread", { ...b, title: "Rye", priority: "high" });
    const toast = shown([update(b, { title: "Toast" })], [b], [answered]);
    expect(toast).toMatchObject([{ title: "Toast", priority: "high" }]);
    expect(titles([restore(b)], [a, b], [answer("Bread", null)])).toEqual(["Apple", "Bread"]);
    expect(titles([update(b, { title: "Toast" })], [a, b], [answer("Bread", null)])).toEqual(["Apple"]);
  });
});

describe("a recurring task that is completed", () => {
  const rule = { recurrence_rule: "FREQ=DAILY", due_on: "2026-11-25" };
  const daily = { ...b, ...rule, is_recurring: true, due_date: at };
  const completed = { ...daily, completed: true };
  const done = update(daily, { completed: true });
  const open = update(completed, { completed: false });
  const renamed = update(completed, { title: "Rye" });
  const anew = [create(b.id, { title: "Bread", ...rule }), done];
  const answered = [answer(b.id, completed)];
  const seen = (...args: Parameters<typeof shown>) =>
    shown(...args).map(({ completed, due_on }) => `${completed ? "done" : "open"} ${due_on ?? "some day"}`);
  const both = ["done 2026-11-25", "open some day"];
  const [first] = both;
  test.each<[string, Change[], Task[], (typeof answered)[0][], (string | undefined)[]]>([
    ["is done, and open in place of its next one", [done], [daily], [], both],
    ["so it is once the backend has answered", [], [daily], answered, both],
    ["and when it is changed after that", [renamed], [daily], answered, both],
    ["is done alone once the copy has that", [], [completed], answered, [first]],
    ["has no next one when it is opened again", [done, open], [daily], [], ["open 2026-11-25"]],
    ["nor when it is opened after the answer", [open], [daily], answered, ["open 2026-11-25"]],
    ["has one when it is new", anew, [], [], both],
    ["leaves it, should it be deleted", [done, remove(completed)], [daily], [], ["open some day"]],
  ])("%s", (_, changes, tasks, answers, expected) => {
    expect(seen(changes, tasks, answers)).toEqual(expected);
  });
  test("both have one id, so that the row stays", () => {
    expect(shown([done], [daily]).map(({ id }) => id)).toEqual([b.id, b.id]);
  });
});

describe("subtasks", () => {
  const parent = { ...a, subtasks: { total: 2, completed: 1 } };
  const open = { ...b, parent_id: a.id };
  const done = { ...c, parent_id: a.id, completed: true };
  test.each<[string, Change[], { total: number; completed: number }]>([
    ["nothing is changed", [update(open, { title: "Rye" })], { total: 2, completed: 1 }],
    ["another is completed", [update(open, { completed: true })], { total: 2, completed: 2 }],
    ["a completed one is deleted", [remove(done)], { total: 1, completed: 0 }],
    ["there is a new one", [create("n", { title: "Nuts", parent_id: a.id })], { total: 3, completed: 1 }],
  ])("a parent counts them: %s", (_, changes, expected) => {
    expect(shown(changes, [parent, open, done]).find((task) => task.id === a.id)?.subtasks).toEqual(expected);
  });
  test("a parent that is answered anew counts what the copy has, and what is new", () => {
    const answered = answer(a.id, { ...parent, title: "Pear", subtasks: { total: 3, completed: 1 } });
    const created = answer("n", makeTask({ id: "n", title: "Nuts", parent_id: a.id }));
    expect(shown([], [parent, open, done], [created, answered])[0]).toMatchObject({
      title: "Pear",
      subtasks: { total: 3, completed: 1 },
    });
  });
  test("they move to another list with their parent, and new ones are there, too", () => {
    const changes = [update(parent, { list_id: "l2" }), create("n", { title: "Nuts", parent_id: a.id })];
    expect(shown(changes, [parent, open, done]).map(({ list_id }) => list_id)).toEqual(["l2", "l2", "l2", "l2"]);
    expect(shown([update(open, { list_id: "l2", parent_id: null })], [parent, open])).toMatchObject([
      { list_id: "u1", subtasks: { total: 1, completed: 1 } },
      { list_id: "l2", parent_id: null },
    ]);
  });
  test("they stay with what is completed, and not with its next occurrence", () => {
    const daily = { ...parent, recurrence_rule: "FREQ=DAILY", is_recurring: true, due_date: at };
    expect(shown([update(daily, { completed: true })], [daily, open, done])).toMatchObject([
      { completed: true, subtasks: { total: 2, completed: 1 } },
      { title: "Bread" },
      { title: "Corn" },
      { completed: false, subtasks: { total: 0, completed: 0 } },
    ]);
  });
  test("they go with their parent", () => {
    expect(titles([remove(parent)], [parent, open, done])).toEqual([]);
    expect(titles([remove(parent), update(open, { title: "Rye" })], [parent, open, done])).toEqual([]);
    expect(titles([remove(parent), restore(parent)], [parent, open, done])).toEqual(["Apple", "Bread", "Corn"]);
  });
});

test("what stands for a next occurrence has a tag that is renamed since", () => {
  const weekly = makeTask({ is_recurring: true, due_date: at, tags: ["work"] });
  const retag = { from: "work", to: "job" };
  const done = update(weekly, { completed: true });
  const renamed = { ...update(weekly, { tags: ["job"] }), id: "c2", retag } as Change;
  const tags = (...args: Parameters<typeof shown>) => shown(...args).map((task) => task.tags.join());
  expect(tags([done, renamed], [weekly])).toEqual(["job", "job"]);
  const answered = answer("t1", { ...weekly, completed: true, tags: ["job"] });
  expect(tags([], [weekly], [answered])).toEqual(["job", "job"]);
});
