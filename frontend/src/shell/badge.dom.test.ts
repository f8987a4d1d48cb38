import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { rememberUser } from "@/session/session";
import { badgeCount, showBadge } from "@/shell/badge";
import { overviewOf } from "@/tasks/figures";
import { makeTask } from "@/tasks/fixtures";

const badging = { setAppBadge: vi.fn(async () => {}), clearAppBadge: vi.fn(async () => {}) };
beforeEach(() => {
  vi.clearAllMocks();
  localStorage.clear();
  Object.assign(navigator, badging);
});
afterEach(() => {
  for (const name of Object.keys(badging)) delete (navigator as unknown as Record<string, unknown>)[name];
});

const tasks = [
  makeTask({ due_date: "2026-11-24T12:00:00.000Z" }),
  makeTask({ due_date: "2026-11-25T21:00:00.000Z" }),
  makeTask({ due_on: "2026-11-25", due_date: "2026-11-25T22:59:59.999Z" }),
  makeTask({ due_on: "2026-11-25", due_date: "2026-11-25T22:59:59.999Z", completed: true }),
  makeTask({ due_on: "2026-11-26", due_date: "2026-11-26T22:59:59.999Z" }),
  makeTask({}),
];

test.each<[string, string, number]>([
  ["in the afternoon", "2026-11-25T14:00:00Z", 3],
  ["in the last minute of the day there", "2026-11-25T22:59:00Z", 3],
  ["after midnight there", "2026-11-25T23:00:00Z", 4],
])("%s it is what is overdue or due today, and open", (_, now, expected) => {
  expect(badgeCount(overviewOf(tasks, { now: Date.parse(now), zone: "Europe/Paris" }))).toBe(expected);
});

test("a number is shown, and none for nothing", () => {
  showBadge(3);
  showBadge(0);
  expect(badging.setAppBadge.mock.calls).toEqual([[3]]);
  expect(badging.clearAppBadge).toHaveBeenCalledTimes(1);
});

test("a browser that has no badge, or forbids it, goes on", async () => {
  showBadge(3, {});
  showBadge(0, {});
  showBadge(1, { setAppBadge: () => Promise.reject(new DOMException("No", "NotAllowedError")) });
  await Promise.resolve(); // an unhandled rejection would fail the run
});

test("it goes as its user signs out, and stays while they are the same", async () => {
  await rememberUser("u1");
  badging.clearAppBadge.mockClear();
  await rememberUser("u1");
  expect(badging.clearAppBadge).not.toHaveBeenCalled();
  await rememberUser(null);
  expect(badging.clearAppBadge).toHaveBeenCalledTimes(1);
});
