import { expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { dueToday, overdueOf } from "@/tasks/overdue";
import type { Task, TaskPatch } from "@/tasks/task";

const clock = { now: Date.parse("2026-03-29T10:00:00Z"), zone: "Europe/Paris" }; // summer time has begun in the night

test.each<[string, Partial<Task>, boolean]>([
  ["yesterday's end", { due_date: "2026-03-28T22:59:59.999Z" }, true],
  ["today's first moment", { due_date: "2026-03-28T23:00:00.000Z" }, false],
  ["this morning", { due_date: "2026-03-29T06:00:00.000Z" }, false],
  ["all of yesterday", { due_on: "2026-03-28", due_date: "2026-03-28T14:59:59.999Z" }, true],
  ["all of today, of a former zone", { due_on: "2026-03-29", due_date: "2026-03-28T14:59:59.999Z" }, false],
  ["done", { due_date: "2026-03-01T12:00:00.000Z", completed: true }, false],
  ["no date", {}, false],
])("%s", (_, part, overdue) => {
  expect(overdueOf([makeTask(part)], clock)).toHaveLength(overdue ? 1 : 0);
});

const at = (time: string) => ({ due_date: `2026-03-29T${time}:00.000Z` });

test.each<[string, Partial<Task>, TaskPatch]>([
  ["keeps its time, over the change of the clocks", { due_date: "2026-03-27T08:30:00.000Z" }, at("07:30")],
  ["its last minute, too", { due_date: "2026-03-27T22:59:00.000Z" }, at("21:59")],
  ["a day stays one", { due_on: "2026-03-27", due_date: "2026-03-27T22:59:59.999Z" }, { due_on: "2026-03-29" }],
  ["a time that does not exist today", { due_date: "2026-03-20T01:30:00.000Z" }, at("01:30")],
])("%s", (_, part, patch) => {
  expect(dueToday(makeTask(part), clock)).toEqual(patch);
});
