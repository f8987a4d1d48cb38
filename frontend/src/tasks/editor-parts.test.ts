import { expect, test } from "vitest";

import { toForm, type Form } from "@/tasks/editor-form";
import { followed, withoutFaults } from "@/tasks/editor-parts";
import { makeTask } from "@/tasks/fixtures";
import type { Task } from "@/tasks/task";

const zone = "Europe/Paris";
const formOf = (task: Task) => toForm({ task, fields: task, errors: {} }, zone);
const base = makeTask({ title: "Plan", due_date: "2026-11-26T08:00:12.345Z" });

const onDay = { due_on: "2026-12-01", due_date: "2026-12-01T22:59:59.999Z" };
const rows: [
  what: string,
  theirs: Partial<Task>,
  typed: Partial<Form>,
  contested: string[],
  shown: Partial<Form>,
  from: Partial<Task>,
][] = [
  ["follows", { title: "Trip" }, {}, [], { title: "Trip" }, { title: "Trip", version: 2 }],
  ["follows beside what is typed", { title: "Trip" }, { description: "By" }, [], { title: "Trip" }, {
    title: "Trip",
    version: 2,
  }],
  ["stays where both are changing it", { title: "Trip" }, { title: "Planned" }, [], {}, { title: "Plan", version: 1 }],
  ["is as both have made it", { title: "Trip" }, { title: "Trip" }, [], {}, { title: "Trip", version: 2 }],
  ["stays while the user has to choose", { title: "Trip" }, {}, ["title"], {}, { title: "Plan", version: 2 }],
  ["follows by day and time", onDay, {}, [], { day: "2026-12-01", time: "" }, { ...onDay, version: 2 }],
  ["stays by day and time", onDay, { time: "10:00" }, [], {}, { due_on: null, due_date: base.due_date, version: 1 }],
  ["knows a tag", { tags: ["a"] }, {}, [], { tags: ["a"] }, { tags: ["a"] }],
];

test.each(rows)("what has changed elsewhere %s", (_, theirs, typed, contested, shown, from) => {
  const form = { ...formOf(base), ...typed };
  const { task, shown: given } = followed(base, { ...base, ...theirs, version: 2 }, form, zone, contested);
  expect(given).toEqual(shown);
  expect(task).toMatchObject(from);
});

test("a field that is amiss is as before, with what belongs to it", () => {
  const before = formOf(base);
  const typed: Form = { ...before, title: "", day: "2026-12-01", time: "", priority: "high" };
  expect(withoutFaults(typed, { title: "Title is required", time: "half" }, before)).toEqual({
    ...before,
    priority: "high",
  });
});
