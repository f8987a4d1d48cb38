import { expect, test } from "vitest";

import type { Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { merged } from "@/tasks/merge";
import { joined } from "@/tasks/refused";
import type { Task, TaskPatch } from "@/tasks/task";

const onDay = { due_on: "2026-11-26", due_date: "2026-11-26T22:59:59.999Z" };
const weekly = { is_recurring: true, recurrence_pattern: "weekly", recurrence_rule: "FREQ=WEEKLY" } as const;
const update = (before: Task, fields: TaskPatch) =>
  ({ id: "c1", seq: 1, at: "", kind: "update", task: before.id, fields, before, match: 1 }) as const satisfies Change;

const none = {};
const rows: [
  what: string,
  before: Partial<Task>,
  mine: TaskPatch,
  theirs: Partial<Task>,
  left: TaskPatch,
  contested: TaskPatch,
][] = [
  ["another field", {}, { title: "A" }, { priority: "high" }, { title: "A" }, none],
  ["the same field", {}, { title: "A" }, { title: "B" }, none, { title: "A" }],
  ["the same field, to the same", {}, { title: "A" }, { title: "A" }, none, none],
  ["some of several", {}, { title: "A", priority: "low" }, { title: "B" }, { priority: "low" }, { title: "A" }],
  ["nothing of the day", onDay, { due_on: "2026-12-01" }, { title: "B" }, { due_on: "2026-12-01" }, none],
  ["a time, and I a day", {}, { due_on: "2026-12-01" }, { due_date: onDay.due_date }, none, { due_on: "2026-12-01" }],
  ["the day away, as I did", onDay, { due_date: null }, { due_on: null, due_date: null }, none, none],
  ["the day, and I take it away", onDay, { due_date: null }, { due_on: "2026-12-01" }, none, { due_date: null }],
  ["tags", { tags: ["a"] }, { tags: ["a", "b"] }, { tags: ["c"] }, none, { tags: ["a", "b"] }],
  ["the repetition, and I too", {}, { recurrence_rule: "FREQ=DAILY", recurrence_from: "due" }, weekly, none, {
    recurrence_rule: "FREQ=DAILY",
    recurrence_from: "due",
  }],
  ["the title, and I end the repetition", weekly, { recurrence_pattern: null }, { title: "B" }, {
    recurrence_rule: null,
  }, none],
];

test.each(rows)("somebody else has changed %s", (_, part, mine, theirs, left, contested) => {
  const before = makeTask(part);
  const latest = { ...before, ...theirs, version: 2 };
  const { rest, conflict } = merged(update(before, mine), latest);
  expect(rest?.kind === "update" ? rest.fields : none).toEqual(left);
  if (rest) expect(rest).toMatchObject({ before: latest, match: 2 });
  expect(conflict?.change.fields ?? none).toEqual(contested);
});

test.each<[string, string[], TaskPatch]>([
  ["has got another tag", ["work", "a"], { tags: ["job", "a"] }],
  ["has got the new name, too", ["work", "job"], { tags: ["job"] }],
  ["has lost it", ["a"], none],
])("a tag is renamed on a task that %s meanwhile", (_, tags, left) => {
  const change = { ...update(makeTask({ tags: ["work"] }), { tags: ["job"] }), retag: { from: "work", to: "job" } };
  const { rest, conflict } = merged(change, makeTask({ tags, version: 2 }));
  expect(rest?.kind === "update" ? rest.fields : none).toEqual(left);
  if (rest) expect(rest).toMatchObject({ match: 2, retag: change.retag });
  expect(conflict).toBeUndefined();
});

test("two conflicts about a task are one, with what was typed last", () => {
  const latest = makeTask({ ...onDay, title: "B", version: 2 });
  const conflict = (fields: TaskPatch) => ({
    id: "r1",
    status: 412,
    message: "",
    fields: {},
    latest,
    change: update(makeTask(), fields),
  });
  const both = joined(conflict({ title: "A", due_date: null }), conflict({ due_on: "2026-12-01" }));
  expect(both?.change).toMatchObject({ fields: { title: "A", due_on: "2026-12-01" } });
  expect(both?.change).not.toHaveProperty("fields.due_date");
  expect(joined({ ...conflict({}), status: 404 }, { ...conflict({}), latest: makeTask() })).toBeDefined();
});
