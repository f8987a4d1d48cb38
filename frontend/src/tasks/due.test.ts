import { describe, expect, test } from "vitest";

import { formatRelative } from "@/tasks/due";

const paris = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" }; // Wednesday, 15:00

describe("a due date in words", () => {
  test.each([
    ["2026-11-25T22:59:00.000Z", "today"],
    ["2026-11-25T17:30:00.000Z", "today, 18:30"],
    ["2026-11-25T13:30:00.000Z", "late since 14:30"],
    ["2026-11-24T22:59:00.000Z", "1 day late"],
    ["2026-11-22T22:59:00.000Z", "3 days late"],
    ["2026-11-26T22:59:00.000Z", "tomorrow"],
    ["2026-11-26T08:00:00.000Z", "tomorrow, 09:00"],
    ["2026-11-28T22:59:00.000Z", "Saturday"],
    ["2026-12-01T22:59:00.000Z", "Tuesday"],
    ["2026-12-02T22:59:00.000Z", "2 Dec"],
    ["2027-01-02T22:59:00.000Z", "2 Jan 2027"],
  ])("%s is %s", (due, words) => {
    expect(formatRelative(due, paris, "en-GB")).toBe(words);
  });

  test("of a task that is done, nothing is late", () => {
    expect(formatRelative("2026-11-24T22:59:00.000Z", paris, "en-GB", true)).toBe("yesterday");
    expect(formatRelative("2026-11-20T22:59:00.000Z", paris, "en-GB", true)).toBe("20 Nov");
  });

  test("the day is that of the zone", () => {
    const at = "2026-11-26T09:30:00.000Z"; // 23:30 on the 25th in Honolulu, 23:30 on the 26th in Kiritimati
    const now = Date.parse("2026-11-25T20:00:00Z");
    expect(formatRelative(at, { now, zone: "Pacific/Honolulu" }, "en-GB")).toBe("today, 23:30");
    expect(formatRelative(at, { now, zone: "Pacific/Kiritimati" }, "en-GB")).toBe("today, 23:30");
  });
});
