import { describe, expect, test } from "vitest";

import { dueAt, formatDue, formatRelative, isOverdue } from "@/tasks/due";

const paris = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" }; // Wednesday, 15:00

describe("a due date in words", () => {
  test.each([
    ["2026-11-25T17:30:00.000Z", "today, 18:30"],
    ["2026-11-25T22:59:00.000Z", "today, 23:59"],
    ["2026-11-25T13:30:00.000Z", "late since 14:30"],
    ["2026-11-24T22:59:00.000Z", "1 day late"],
    ["2026-11-22T22:59:00.000Z", "3 days late"],
    ["2026-11-26T08:00:00.000Z", "tomorrow, 09:00"],
    ["2026-11-28T22:30:00.000Z", "Saturday, 23:30"],
    ["2026-12-02T22:30:00.000Z", "2 Dec, 23:30"],
    ["2027-01-02T08:00:00.000Z", "2 Jan 2027, 09:00"],
  ])("%s is %s", (due_date, words) => {
    expect(formatRelative({ due_date }, paris, "en-GB")).toBe(words);
  });

  test.each([
    ["2026-11-25", "today"],
    ["2026-11-24", "1 day late"],
    ["2026-11-22", "3 days late"],
    ["2026-11-26", "tomorrow"],
    ["2026-11-28", "Saturday"],
    ["2026-12-01", "Tuesday"],
    ["2026-12-02", "2 Dec"],
    ["2027-01-02", "2 Jan 2027"],
  ])("the day %s is %s, whatever instant it had in another zone", (due_on, words) => {
    expect(formatRelative({ due_on, due_date: "2026-01-01T04:59:59.999Z" }, paris, "en-GB")).toBe(words);
  });

  test("nothing has no words", () => {
    expect(formatRelative({ due_on: null, due_date: null }, paris, "en-GB")).toBe("");
    expect(formatDue({}, paris.zone, "en-GB")).toBe("");
  });

  test("of a task that is done, nothing is late", () => {
    expect(formatRelative({ due_on: "2026-11-24" }, paris, "en-GB", { done: true })).toBe("yesterday");
    const due_date = "2026-11-20T22:59:00.000Z";
    expect(formatRelative({ due_date }, paris, "en-GB", { done: true })).toBe("20 Nov, 23:59");
  });

  test.each([
    [{ due_on: "2026-11-27" }, "2026-11-27", ""],
    [{ due_on: "2026-11-25" }, "2026-11-25", ""],
    [{ due_on: "2026-11-24" }, "2026-11-25", "1 day late"],
    [{ due_date: "2026-11-27T08:00:00.000Z" }, "2026-11-27", "09:00"],
    [{ due_date: "2026-11-26T23:00:00.000Z" }, "2026-11-27", "00:00"],
    [{ due_date: "2026-11-27T08:00:00.000Z" }, "2026-11-28", "Friday, 09:00"],
    [{ due_date: "2026-11-25T13:30:00.000Z" }, "2026-11-25", "late since 14:30"],
    [{ due_on: null, due_date: null }, "", ""],
  ])("%j below the heading of %s is %j", (due, below, words) => {
    expect(formatRelative(due, paris, "en-GB", { below })).toBe(words);
  });

  test("of an instant, the day is that of the zone", () => {
    const due_date = "2026-11-26T09:30:00.000Z"; // 23:30 on the 25th in Honolulu, 23:30 on the 26th in Kiritimati
    const now = Date.parse("2026-11-25T20:00:00Z");
    expect(formatRelative({ due_date }, { now, zone: "Pacific/Honolulu" }, "en-GB")).toBe("today, 23:30");
    expect(formatRelative({ due_date }, { now, zone: "Pacific/Kiritimati" }, "en-GB")).toBe("today, 23:30");
  });
});

test("in full, a day has neither a time nor a zone", () => {
  expect(formatDue({ due_on: "2026-11-25" }, "Asia/Tokyo", "en-GB")).toMatch(/^Wednesday,? 25 November 2026$/);
  const due_date = "2026-11-25T14:00:00.000Z";
  const words = formatDue({ due_date }, "Asia/Tokyo", "en-GB");
  expect(words).toMatch(/^Wednesday,? 25 November 2026 at 23:00 \(Asia\/Tokyo\)$/);
});

test("a day is late once it is over in the zone", () => {
  const task = { completed: false, due_on: "2026-11-25", due_date: null };
  const at = (now: string, zone: string) => isOverdue(task, { now: Date.parse(now), zone });
  expect(at("2026-11-25T22:59:59.999Z", "Europe/Paris")).toBe(false);
  expect(at("2026-11-25T23:00:00.000Z", "Europe/Paris")).toBe(true);
  expect(at("2026-11-25T23:00:00.000Z", "America/New_York")).toBe(false);
  expect(dueAt(task, "Europe/Paris")).toBe(Date.parse("2026-11-25T22:59:59.999Z"));
});
