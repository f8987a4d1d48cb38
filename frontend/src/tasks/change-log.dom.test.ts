import { beforeEach, expect, test, vi } from "vitest";

import { ChangeLog } from "@/tasks/change-log";
import type { Change } from "@/tasks/changes";

let log: ChangeLog;
const change = (id: string, seq: number, title = id): Change => ({
  ...{ id, seq, at: "2026-11-25T12:00:00.000Z", task: `task ${id}` },
  ...{ kind: "create", fields: { title } },
});
const titles = () => log.get().changes.map((c) => c.kind === "create" && c.fields.title);

beforeEach(() => {
  localStorage.clear();
  log = new ChangeLog("u1", { onPut: () => {}, onAnswer: () => {} });
});

test("changes stand in the order in which they were made, each once, whichever is put when", () => {
  log.put(change("b", 2));
  log.put(change("d", 4));
  log.put(change("c", 3)); // of another tab, which was slower
  log.put(change("a", 2)); // of another tab, in the same moment
  log.put(change("e", 5));
  expect(titles()).toEqual(["a", "b", "c", "d", "e"]);
  log.put(change("e", 5, "E"));
  log.put(change("b", 2, "B"));
  expect(titles()).toEqual(["a", "B", "c", "d", "E"]);
  log.drop("e");
  log.put(change("f", 6));
  expect(titles()).toEqual(["a", "B", "c", "d", "f"]);
});

test("a change behind all others is put there without a look at them: there may be thousands", () => {
  log.put(change("a", 1));
  const sort = vi.spyOn(Array.prototype, "sort");
  const filter = vi.spyOn(Array.prototype, "filter");
  log.put(change("b", 2));
  expect([sort, filter].map((looked) => looked.mock.calls.length)).toEqual([0, 0]);
  log.put(change("b", 2, "B"));
  expect(sort).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
});
