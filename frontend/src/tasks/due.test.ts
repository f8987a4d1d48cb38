import { describe, expect, test } from "vitest";

import { dayAndTime, dayOf, instant, inWords, startOf } from "@/tasks/due";

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
    expect(inWords(due, paris, "en-GB")).toBe(words);
  });

  test("of a task that is done, nothing is late", () => {
    expect(inWords("2026-11-24T22:59:00.000Z", paris, "en-GB", true)).toBe("yesterday");
    expect(inWords("2026-11-20T22:59:00.000Z", paris, "en-GB", true)).toBe("20 Nov");
  });

  test("the day is that of the zone", () => {
    const at = "2026-11-26T09:30:00.000Z"; // 23:30 on the 25th in Honolulu, 23:30 on the 26th in Kiritimati
    expect(inWords(at, { now: Date.parse("2026-11-25T20:00:00Z"), zone: "Pacific/Honolulu" }, "en-GB")).toBe("today, 23:30");
    expect(inWords(at, { now: Date.parse("2026-11-25T20:00:00Z"), zone: "Pacific/Kiritimati" }, "en-GB")).toBe("today, 23:30");
  });
});

describe("days of a zone", () => {
  test("a day begins at its own midnight, also when the clocks change", () => {
    const zone = "Europe/Berlin";
    const eve = { now: Date.parse("2026-10-24T12:00:00Z"), zone };
    expect(new Date(startOf(eve, 1)).toISOString()).toBe("2026-10-24T22:00:00.000Z");
    expect(new Date(startOf(eve, 2)).toISOString()).toBe("2026-10-25T23:00:00.000Z"); // after a day of 25 hours
  });

  test.each([
    ["2026-12-31", "", "Europe/Paris", "2026-12-31T22:59:00.000Z"],
    ["2026-12-31", "09:30", "America/New_York", "2026-12-31T14:30:00.000Z"],
    ["2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"], // an hour that does not exist is the one after it
    ["nonsense", "", "UTC", null],
    ["2026-12-31", "nonsense", "UTC", null],
  ])("%s %s in %s is %s", (day, time, zone, at) => {
    expect(instant(day, time, zone)).toBe(at);
  });

  test.each([
    ["2026-12-31T22:59:00.000Z", { day: "2026-12-31", time: "" }],
    ["2026-12-31T23:30:00.000Z", { day: "2027-01-01", time: "00:30" }],
  ])("%s is read back", (at, back) => {
    expect(dayAndTime(at, "Europe/Paris")).toEqual(back);
  });

  test("a day of a completion is that of the zone", () => {
    expect(dayOf("2026-11-25T23:30:00.000Z", "Europe/Paris")).toBe("2026-11-26");
    expect(dayOf("2026-11-25T23:30:00.000Z", "America/Los_Angeles")).toBe("2026-11-25");
  });
});
