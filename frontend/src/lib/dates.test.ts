import { describe, expect, test } from "vitest";

import { dayAndTime, dayOf, endOf, formatDay, startOf, timeIn, toInstant } from "@/lib/dates";

describe("days of a zone", () => {
  test("a day begins at its own midnight, also when the clocks change", () => {
    const zone = "Europe/Berlin";
    const eve = { now: Date.parse("2026-10-24T12:00:00Z"), zone };
    expect(new Date(startOf(eve, 1)).toISOString()).toBe("2026-10-24T22:00:00.000Z");
    expect(new Date(startOf(eve, 2)).toISOString()).toBe("2026-10-25T23:00:00.000Z"); // after a day of 25 hours
  });

  test.each([
    ["2026-12-31", "23:59", "Europe/Paris", "2026-12-31T22:59:00.000Z"],
    ["2026-12-31", "09:30", "America/New_York", "2026-12-31T14:30:00.000Z"],
    ["2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"], // skipped, so an hour later
    ["nonsense", "09:30", "UTC", null],
    ["2026-12-31", "", "UTC", null],
    ["2026-12-31", "nonsense", "UTC", null],
  ])("%s %s in %s is %s", (day, time, zone, at) => {
    expect(toInstant(day, time, zone)).toBe(at);
  });

  test.each([
    ["2026-12-31T22:59:00.000Z", { day: "2026-12-31", time: "23:59" }],
    ["2026-12-31T23:30:00.000Z", { day: "2027-01-01", time: "00:30" }],
  ])("%s is read back", (at, back) => {
    expect(dayAndTime(at, "Europe/Paris")).toEqual(back);
  });

  // As end_of_day of the database has it, in migrations/0020_recurrence.sql.
  test.each([
    ["2026-12-31", "Europe/Paris", "2026-12-31T22:59:59.999Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-25T22:59:59.999Z"], // a day of 25 hours
    ["2026-10-24", "Asia/Beirut", "2026-10-24T21:59:59.999Z"], // its last hour twice
    ["2026-04-23", "Africa/Cairo", "2026-04-23T21:59:59.999Z"], // the next day begins at one
  ])("the last millisecond of %s in %s is %s", (day, zone, at) => {
    expect(new Date(endOf(day, zone)).toISOString()).toBe(at);
  });

  test("a day in words is that day in every zone", () => {
    expect(formatDay("2026-11-25", "en-GB", { dateStyle: "full" })).toMatch(/^Wednesday,? 25 November 2026$/);
  });

  test("a day of a completion is that of the zone", () => {
    expect(dayOf("2026-11-25T23:30:00.000Z", "Europe/Paris")).toBe("2026-11-26");
    expect(dayOf("2026-11-25T23:30:00.000Z", "America/Los_Angeles")).toBe("2026-11-25");
  });
});

test("the time is that of the zone", () => {
  const now = Date.UTC(2026, 10, 25, 16, 5);
  expect(timeIn("Asia/Tokyo", now, "en-GB")).toMatch(/Thursday.*01:05/);
  expect(timeIn("America/New_York", now, "en-GB")).toMatch(/Wednesday.*11:05/);
});
