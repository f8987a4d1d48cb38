import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";

import { settle, type Page } from "@/tasks/cache";
import type { Change } from "@/tasks/changes";
import { aTask } from "@/tasks/fixtures";
import { everything } from "@/tasks/listing";
import type { Task, TaskPatch } from "@/tasks/task";

/** Reports whether a listing on the page is read again once the server has answered a change of a task in it. */
function readAgain(before: Task, fields: TaskPatch): boolean {
  const client = new QueryClient();
  const queryKey = ["tasks", everything];
  const pages: Page[] = [{ tasks: [before], total: 1, completed: 0, next_cursor: null }];
  client.setQueryData(queryKey, { pages, pageParams: [undefined] });
  const queryFn = vi.fn(async () => ({ pages, pageParams: [undefined] }));
  const close = new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(() => {});
  const change: Change = { id: "c1", seq: 1, at: before.updated_at, kind: "update", task: before.id, fields, before };
  settle(client, before.user_id, change, { ...before, ...(fields as Partial<Task>) });
  close();
  return queryFn.mock.calls.length > 0;
}

describe("a change that the server has answered", () => {
  const weekly = aTask({ is_recurring: true, recurrence_pattern: "weekly" });
  for (const [name, before, fields, expected] of [
    ["completes a recurring task, which has a next occurrence", weekly, { completed: true }, true],
    [
      "opens a recurring task again, whose next occurrence goes",
      { ...weekly, completed: true },
      { completed: false },
      true,
    ],
    ["renames a recurring task", weekly, { title: "Bread" }, false],
    ["completes a task that does not recur", aTask(), { completed: true }, false],
  ] as [string, Task, TaskPatch, boolean][]) {
    test(`${name}: the listing is ${expected ? "" : "not "}read again`, () => {
      expect(readAgain(before, fields)).toBe(expected);
    });
  }
});
