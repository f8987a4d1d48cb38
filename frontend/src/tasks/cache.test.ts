import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";

import { oldestFetch, refetch, type Fetched, type Page } from "@/tasks/cache";
import type { AcknowledgedChange } from "@/tasks/changes";
import { makeTask } from "@/tasks/fixtures";
import { defaultListing } from "@/tasks/listing";
import type { Task, TaskPatch } from "@/tasks/task";

const listing = (...pages: Partial<Fetched<Page>>[]) => ({
  pages: pages.map((page) => ({ tasks: [], total: 1, completed: 0, next_cursor: null, fetchedAt: 100, ...page })),
  pageParams: pages.map(() => undefined),
});

/** Reports whether a listing of so many pages is fetched again once a change of a task is confirmed. */
function fetchesAgain(pages: number, before: Task, fields: TaskPatch): boolean {
  const client = new QueryClient();
  const queryKey = ["tasks", defaultListing];
  const data = listing(...Array.from({ length: pages }, () => ({})));
  client.setQueryData(queryKey, data);
  const queryFn = vi.fn(async () => data);
  const close = new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(() => {});
  const task = { ...before, ...(fields as Partial<Task>) };
  const change: AcknowledgedChange = {
    ...{ id: "c1", seq: 1, at: before.updated_at, task: before.id, acknowledged: { at: 200, task } },
    ...{ kind: "update", fields, before },
  };
  refetch(client, [change]);
  close();
  return queryFn.mock.calls.length > 0;
}

describe("a confirmed change", () => {
  const weekly = makeTask({ is_recurring: true, recurrence_pattern: "weekly" });
  test.each<[string, Task, TaskPatch, boolean]>([
    ["completes a recurring task, which has a next occurrence", weekly, { completed: true }, true],
    ["opens a recurring task, whose next occurrence goes", { ...weekly, completed: true }, { completed: false }, true],
    ["renames a recurring task", weekly, { title: "Bread" }, false],
    ["completes a task that does not recur", makeTask(), { completed: true }, false],
  ])("%s: a long list is fetched again: %o", (_, before, fields, expected) => {
    expect(fetchesAgain(4, before, fields)).toBe(expected);
  });

  test("a short list is fetched again, whatever has changed", () => {
    expect(fetchesAgain(3, makeTask(), { title: "Bread" })).toBe(true);
  });
});

test("the oldest fetch is that of any page that can still be shown", () => {
  const client = new QueryClient();
  expect(oldestFetch(client)).toBe(Infinity);
  client.setQueryData(["overview"], { timezone: "UTC", fetchedAt: 300 });
  expect(oldestFetch(client)).toBe(300);
  client.setQueryData(["tasks", 1], listing({ fetchedAt: 400 }, { fetchedAt: 200 }));
  client.setQueryData(["tasks", 2], listing({ fetchedAt: 500 }));
  expect(oldestFetch(client)).toBe(200);
});
