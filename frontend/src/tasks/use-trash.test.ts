import { expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { trashed } from "@/tasks/use-trash";

const list = { id: "l1", name: "Work", color: null, position: "a0", is_inbox: false as const, completed: 0 };
const at = (day: number) => `2026-11-${day}T08:00:00.000Z`;

test("lists and tasks are together, the newest deletion first, over all pages", () => {
  const trashedList = { ...list, total: 3, change_seq: 1, created_at: at(10), updated_at: at(10), deleted_at: at(22) };
  const task = (id: string, day: number, total = 0) =>
    makeTask({ id, title: id, deleted_at: at(day), subtasks: { total, completed: 0 } });
  const pages = [
    { lists: [trashedList], tasks: [task("b", 23), task("c", 21, 2)] },
    { lists: [], tasks: [task("d", 20)] },
  ];
  expect(trashed(pages)).toEqual([
    { kind: "task", id: "b", title: "b", deletedAt: at(23), tasks: 0 },
    { kind: "list", id: "l1", title: "Work", deletedAt: at(22), tasks: 3 },
    { kind: "task", id: "c", title: "c", deletedAt: at(21), tasks: 2 },
    { kind: "task", id: "d", title: "d", deletedAt: at(20), tasks: 0 },
  ]);
});
