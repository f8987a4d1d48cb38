import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { lastTick, onTick } from "@/lib/clock";

const start = Date.parse("2026-11-25T14:00:45Z");

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

test("all listeners share one timer, which ticks as the minute starts", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const stop = [onTick(first), onTick(second)];
  expect(lastTick()).toBe(start);
  expect(vi.getTimerCount()).toBe(1);
  first.mockClear();
  vi.advanceTimersByTime(14_999);
  expect(first).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  expect(lastTick()).toBe(Date.parse("2026-11-25T14:01:00Z"));
  vi.advanceTimersByTime(120_000);
  expect(second).toHaveBeenCalledTimes(3);
  stop.forEach((off) => off());
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever listens first after a while gets the time of now", () => {
  vi.advanceTimersByTime(600_000);
  const stop = onTick(() => {});
  expect(lastTick()).toBe(start + 600_000);
  stop();
});
