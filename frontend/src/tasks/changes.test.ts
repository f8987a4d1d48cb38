import { describe, expect, test } from "vitest";

import { applyChange, changedFields, isAwaited, nextOccurrence, reversed, type Change } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import type { Task, TaskPatch } from "@/tasks/task";

const at = "2026-11-25T14:00:00.000Z";
const onDay = { due_on: "2026-11-26", due_date: "2026-11-26T22:59:59.999Z" };
const atTime = { due_on: null, due_date: "2026-11-26T08:00:00.000Z" };
const weekly = { is_recurring: true, recurrence_pattern: "weekly", recurrence_rule: "FREQ=WEEKLY" } as const;
const mondays = { is_recurring: true, recurrence_pattern: null, recurrence_rule: "FREQ=WEEKLY;BYDAY=MO" };
const never = { is_recurring: false, recurrence_pattern: null, recurrence_rule: null };
const update = (before: Task, fields: TaskPatch) =>
  ({ id: "c1", seq: 1, at, kind: "update", task: before.id, fields, before }) as const satisfies Change;

const rows: [what: string, before: Partial<Task>, fields: TaskPatch, after: Partial<Task>, undo: TaskPatch][] = [
  ["a day", {}, { due_on: "2026-11-26" }, onDay, { due_date: null }],
  ["a day in place of a time", atTime, { due_on: "2026-11-26" }, onDay, { due_date: atTime.due_date }],
  ["a time in place of a day", onDay, { due_date: atTime.due_date }, atTime, { due_on: onDay.due_on }],
  ["another day", { due_on: "2026-12-24" }, { due_on: "2026-11-26" }, onDay, { due_on: "2026-12-24" }],
  ["no day", onDay, { due_date: null }, { due_on: null, due_date: null }, { due_on: onDay.due_on }],
  ["no time", atTime, { due_on: null }, { due_on: null, due_date: null }, { due_date: atTime.due_date }],
  ["both, null one of them", onDay, { ...atTime }, atTime, { due_on: onDay.due_on }],
  ["a start", {}, { start_on: "2026-12-01" }, { start_on: "2026-12-01" }, { start_on: null }],
  ["a rule", {}, { recurrence_rule: mondays.recurrence_rule }, mondays, { recurrence_rule: null }],
  [
    "a rule for a pattern",
    weekly,
    { recurrence_rule: mondays.recurrence_rule },
    mondays,
    { recurrence_pattern: "weekly" },
  ],
  [
    "a pattern for a rule, whose own is to come",
    mondays,
    { recurrence_pattern: "weekly" },
    { ...weekly, recurrence_rule: null },
    { recurrence_rule: mondays.recurrence_rule },
  ],
  ["no rule", mondays, { recurrence_rule: null }, never, { recurrence_rule: mondays.recurrence_rule }],
  ["no pattern", weekly, { recurrence_pattern: null }, never, { recurrence_pattern: "weekly" }],
  [
    "from completion",
    weekly,
    { recurrence_from: "completion" },
    { ...weekly, recurrence_from: "completion" },
    { recurrence_from: "due" },
  ],
  ["another list", { list_id: "l1", position: "a3" }, { list_id: "l2" }, { list_id: "l2" }, {
    list_id: "l1",
    position: "a3",
  }],
  ["a title and a day", onDay, { title: "Tea", due_on: null }, { title: "Tea", due_on: null }, {
    title: "Buy milk",
    due_on: onDay.due_on,
  }],
];

describe("a change is expected, and taken back by what was", () => {
  test.each(rows)("%s", (_, part, fields, after, undo) => {
    const change = update(makeTask(part), fields);
    const changed = applyChange(change, null, "u1", "Europe/Paris");
    expect(changed).toMatchObject(after);
    expect(reversed(change)).toEqual(undo);
    const undone = applyChange(update(changed as Task, undo), null, "u1", "Europe/Paris");
    const { due_on, due_date, ...back } = undone as Task;
    expect({ due_on, ...(due_on ? {} : { due_date }) }).toEqual(
      part.due_on ? { due_on: part.due_on } : { due_on: null, due_date: part.due_date ?? null },
    );
    expect(back).toMatchObject({ recurrence_pattern: part.recurrence_pattern ?? null, title: "Buy milk" });
  });

  test("the day ends in the user's zone", () => {
    const change = update(makeTask(), { due_on: "2026-11-26" });
    expect(applyChange(change, null, "u1", "Asia/Tokyo")?.due_date).toBe("2026-11-26T14:59:59.999Z");
  });
});

describe("of all fields, those are sent that differ", () => {
  test.each([
    [onDay, { due_on: "2026-11-26" }, {}],
    [onDay, { due_date: null }, { due_date: null }],
    [onDay, { due_date: atTime.due_date }, { due_date: atTime.due_date }],
    [atTime, { due_on: "2026-11-26" }, { due_on: "2026-11-26" }],
    [weekly, { recurrence_pattern: "weekly" }, {}],
    [weekly, { recurrence_rule: "FREQ=DAILY" }, { recurrence_rule: "FREQ=DAILY" }],
  ] as [Partial<Task>, TaskPatch, TaskPatch][])("of %j, with %j", (part, fields, sent) => {
    expect(changedFields(makeTask(part), { title: "Buy milk", ...fields })).toEqual(sent);
  });
});

describe("a recurring task that is completed stands for its next occurrence", () => {
  const next = (part: Partial<Task>, fields: TaskPatch = { completed: true }) =>
    nextOccurrence(makeTask(part), makeTask({ ...part, ...(fields as Partial<Task>) }));
  test.each([{ ...onDay, ...weekly }, { ...atTime, ...mondays }])("without a date: %j", (part) => {
    const task = next(part) ?? makeTask();
    expect(task).toEqual({ ...makeTask(part), due_on: null, due_date: null, awaited: true });
    expect(isAwaited(task)).toBe(true);
  });
  test("not where it is deleted, or was never open here", () => {
    expect(nextOccurrence(makeTask({ ...onDay, ...weekly }), null)).toBeNull();
    expect(nextOccurrence(undefined, makeTask({ ...onDay, ...weekly, completed: true }))).toBeNull();
  });
  test.each([
    ["it has no due date", weekly, undefined],
    ["it does not recur", onDay, undefined],
    ["it may have ended", { ...onDay, ...mondays, recurrence_rule: "FREQ=DAILY;COUNT=3" }, undefined],
    ["it was completed", { ...onDay, ...weekly, completed: true }, undefined],
    ["it is opened", { ...onDay, ...weekly, completed: true }, { completed: false }],
    ["something else is changed", { ...onDay, ...weekly }, { title: "Tea" }],
  ] as [string, Partial<Task>, TaskPatch | undefined][])("not where %s", (_, part, fields) => {
    expect(next(part, fields)).toBeNull();
  });
});
