import { expect, test } from "vitest";

import { overviewOf } from "@/tasks/figures";
import { makeTask } from "@/tasks/fixtures";
import type { Task } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const overview = (...tasks: Partial<Task>[]) => overviewOf(tasks.map((part) => makeTask(part)), clock);
const due = (due_date: string, completed = false) => {
  const { overdue, due_today, due_this_week } = overview({ due_date, completed });
  return [overdue, due_today, due_this_week];
};

test.each<[string, string, number[]]>([
  ["a moment ago", "2026-11-25T13:59:59.999Z", [1, 0, 0]],
  ["now", "2026-11-25T14:00:00.000Z", [0, 1, 1]],
  ["in the last minute of the day there", "2026-11-25T22:59:59.999Z", [0, 1, 1]],
  ["tomorrow there", "2026-11-25T23:00:00.000Z", [0, 0, 1]],
  ["in the last minute of the sixth day from today", "2026-12-01T22:59:59.999Z", [0, 0, 1]],
  ["after a week", "2026-12-01T23:00:00.000Z", [0, 0, 0]],
])("a task that is due %s", (_, at, expected) => {
  expect(due(at)).toEqual(expected);
  expect(due(at, true)).toEqual([0, 0, 0]);
});

test("a day ends in the zone, whatever a former one was", () => {
  const task = { due_on: "2026-11-25", due_date: "2026-11-26T07:59:59.999Z" };
  expect(overview(task)).toMatchObject({ overdue: 0, due_today: 1, due_this_week: 1 });
});

test.each<[string, string | null, string | undefined]>([
  ["today", "2026-11-25T13:00:00.000Z", "2026-11-25"],
  ["in the first moment of a day there", "2026-11-23T23:00:00.000Z", "2026-11-24"],
  ["on the first of the days", "2026-11-11T23:00:00.000Z", "2026-11-12"],
  ["before these", "2026-11-11T22:59:59.999Z", undefined],
  ["at no known time", null, undefined],
])("a task that was completed %s", (_, completed_at, day) => {
  const days = overview({ completed: true, completed_at }).completed_per_day;
  expect([days[0]?.date, days.at(-1)?.date, days.length]).toEqual(["2026-11-12", "2026-11-25", 14]);
  expect(days.filter(({ count }) => count > 0)).toEqual(day ? [{ date: day, count: 1 }] : []);
});

test("tags and categories, the most used first, then by name", () => {
  const { tags, categories } = overview(
    { tags: ["work", "Élan"], category: "Work" },
    { tags: ["home", "work"], completed: true },
    { tags: ["zoo"] },
  );
  expect(tags.map(({ name, count }) => `${name} ${count}`)).toEqual(["work 2", "Élan 1", "home 1", "zoo 1"]);
  expect(categories).toEqual([{ name: "Work", count: 1 }]);
});

test("where clocks are changed, a day has 25 hours", () => {
  const days = overviewOf([makeTask({ completed: true, completed_at: "2026-10-25T22:59:00.000Z" })], {
    now: Date.parse("2026-10-26T12:00:00Z"),
    zone: "Europe/Paris",
  }).completed_per_day;
  expect(days.filter(({ count }) => count > 0)).toEqual([{ date: "2026-10-25", count: 1 }]);
});
