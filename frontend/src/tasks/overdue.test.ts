import { expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { dueToday, overdueOf } from "@/tasks/overdue";
import type { Task } from "@/tasks/task";

const clock = { now: Date.parse("2026-03-29T10:00:00Z"), zone: "Europe/Paris" }; // summer time has begun in the night

test.each<[string, Partial<Task>, boolean]>([
  ["yesterday's end", { due_date: "2026-03-28T22:59:59.999Z" }, true],
  ["today's first moment", { due_date: "2026-03-28T23:00:00.000Z" }, false],
  ["this morning", { due_date: "2026-03-29T06:00:00.000Z" }, false],
  ["done", { due_date: "2026-03-01T12:00:00.000Z", completed: true }, false],
  ["no date", {}, false],
])("%s", (_, part, overdue) => {
  expect(overdueOf([makeTask(part)], clock)).toHaveLength(overdue ? 1 : 0);
});

test.each<[string, Partial<Task>, string]>([
  ["keeps its time, over the change of the clocks", { due_date: "2026-03-27T08:30:00.000Z" }, "07:30"],
  ["a whole day stays one", { due_date: "2026-03-27T22:59:00.000Z" }, "21:59"],
  ["so does a day of the model's", { due_on: "2026-03-27", due_date: "2026-03-27T22:59:59.999Z" }, "21:59"],
  ["a time that does not exist today", { due_date: "2026-03-20T01:30:00.000Z" }, "01:30"],
])("%s", (_, part, time) => {
  expect(dueToday(makeTask(part), clock)).toEqual({ due_date: `2026-03-29T${time}:00.000Z` });
});
