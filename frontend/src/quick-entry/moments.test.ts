import { describe, expect, test } from "vitest";

import type { Clock } from "@/lib/dates";

import { clockAt, said } from "./cases";
import { readerOf } from "./entry";
import { en } from "./languages/en";

const read = readerOf([en], ["en-GB"]);

describe("by the hour and the day", () => {
  test.each<[string, Clock, string]>([
    ["Beer friday 8pm", clockAt("2026-11-27T12:00:00"), "Beer | 2026-11-27 20:00"],
    ["Beer friday 8pm", clockAt("2026-11-27T20:30:00"), "Beer | 2026-12-04 20:00"],
    ["Beer friday", clockAt("2026-11-27T12:00:00"), "Beer | 2026-12-04"],
    ["Beer friday at 9", clockAt("2026-11-27T12:00:00"), "Beer | 2026-12-04 09:00"],
    ["Beer this friday at 9", clockAt("2026-11-27T12:00:00"), "Beer | 2026-11-27 21:00"],
    ["Beer every friday at 9", clockAt("2026-11-27T12:00:00"), "Beer | 2026-12-04 09:00 | FREQ=WEEKLY;BYDAY=FR"],
    ["Beer this friday", clockAt("2026-11-27T12:00:00"), "Beer | 2026-11-27"],
    ["Beer this friday 8pm", clockAt("2026-11-27T12:00:00"), "Beer | 2026-11-27 20:00"],
    ["Beer this friday 8pm", clockAt("2026-11-27T20:30:00"), "Beer this friday 8pm"],
    ["Beer next friday", clockAt("2026-11-27T12:00:00"), "Beer | 2026-12-04"],
    ["Beer next monday", clockAt("2026-11-29T12:00:00"), "Beer | 2026-11-30"],
    ["Call today at 5:30", clockAt("2026-11-26T15:00:00"), "Call | 2026-11-26 17:30"],
    ["Call today 5:30", clockAt("2026-11-26T04:00:00"), "Call | 2026-11-26 05:30"],
    ["Call today at 5", clockAt("2026-11-26T15:00:00"), "Call | 2026-11-26 17:00"],
    ["Call today at 8", clockAt("2026-11-26T07:00:00"), "Call | 2026-11-26 08:00"],
    ["Call today at 8", clockAt("2026-11-26T15:00:00"), "Call | 2026-11-26 20:00"],
    ["Call today at 8", clockAt("2026-11-26T20:01:00"), "Call today at 8"],
    ["Call today at 9am", clockAt("2026-11-26T15:00:00"), "Call today at 9am"],
    ["Call today 09:30", clockAt("2026-11-26T15:00:00"), "Call today 09:30"],
    ["Call today 14:00", clockAt("2026-11-26T15:00:00"), "Call today 14:00"],
    ["Call tomorrow at 9", clockAt("2026-11-26T23:59:00"), "Call | 2026-11-27 09:00"],
    ["Call today", clockAt("2026-11-26T23:59:30"), "Call | 2026-11-26"],
    // The day is that of the person's zone.
    ["Call tomorrow 9am", clockAt("2026-11-26T23:30:00", "Asia/Tokyo"), "Call | 2026-11-28 09:00"],
    ["Call today at 5", clockAt("2026-11-26T23:30:00", "Pacific/Kiritimati"), "Call | 2026-11-27 17:00"],
    ["Call this thursday", clockAt("2026-11-27T05:00:00", "America/Los_Angeles"), "Call | 2026-11-26"],
    // The clocks change on 25 October 2026 in Berlin, and on 8 March 2026 in New York.
    ["Call tomorrow 9am", clockAt("2026-10-24T12:00:00", "Europe/Berlin", "+02:00"), "Call | 2026-10-25 09:00"],
    ["Call in 1 day", clockAt("2026-03-07T12:00:00", "America/New_York", "-05:00"), "Call | 2026-03-08"],
    // What a month has less of is its last day.
    ["Pay in 3 months", clockAt("2026-11-30T12:00:00"), "Pay | 2027-02-28"],
    ["Movie tonight", clockAt("2026-11-26T20:30:00"), "Movie | 2026-11-26"], // the evening has begun
    ["Movie tonight 8pm", clockAt("2026-11-26T20:30:00"), "Movie tonight 8pm"],
    ["Stretch every morning", clockAt("2026-11-26T08:00:00"), "Stretch | 2026-11-26 09:00 | FREQ=DAILY"],
    ["Call at 7", clockAt("2026-11-26T06:00:00"), "Call | 2026-11-26 07:00"],
    ["Call in 2 hours", clockAt("2026-11-26T12:55:00"), "Call | 2026-11-26 14:55"],
    ["Call in 10 minutes", clockAt("2026-11-26T23:55:20"), "Call | 2026-11-27 00:06"],
    ["Pay 26 nov", clockAt("2026-11-26T23:59:00"), "Pay | 2026-11-26"],
    ["Pay 25 nov", clockAt("2026-11-26T12:00:00"), "Pay | 2027-11-25"],
    ["Pay 26 nov 9am", clockAt("2026-11-26T12:00:00"), "Pay 26 nov 9am"],
    ["Pay 2026-11-20", clockAt("2026-11-26T12:00:00"), "Pay | 2026-11-20"],
    ["Doctor on the 5th", clockAt("2026-11-05T12:00:00"), "Doctor | 2026-11-05"],
    // Hours that pass in an hour, and one that does not come: 29 March and 25 October 2026 in Berlin.
    ["Call in 2 hours", clockAt("2026-10-25T01:00:00", "Europe/Berlin", "+02:00"), "Call | 2026-10-25 02:00"],
    ["Call in 3 hours", clockAt("2026-03-29T01:00:00"), "Call | 2026-03-29 05:00"],
    ["Call tomorrow 2:30am", clockAt("2026-03-28T12:00:00"), "Call | 2026-03-29 03:30"],
    ["Call every day 2:30am", clockAt("2026-03-28T12:00:00"), "Call | 2026-03-29 03:30 | FREQ=DAILY"],
    // Days that a month or a year does not have.
    ["Pay on the 31st", clockAt("2027-02-01T12:00:00"), "Pay | 2027-03-31"],
    ["Pay in a month", clockAt("2027-01-31T12:00:00"), "Pay | 2027-02-28"],
    ["Pay in a year", clockAt("2028-02-29T12:00:00"), "Pay | 2029-02-28"],
    ["Pay end of month", clockAt("2028-02-10T12:00:00"), "Pay | 2028-02-29"],
    ["Pay end of february", clockAt("2027-02-10T12:00:00"), "Pay | 2027-02-28"],
    ["Pay end of month", clockAt("2026-11-30T12:00:00"), "Pay | 2026-11-30"],
    ["Pay next month", clockAt("2027-01-31T12:00:00"), "Pay | 2027-02-01"],
    ["Pay 29 feb", clockAt("2028-03-01T12:00:00"), "Pay | 2032-02-29"],
    ["Rent every 31st", clockAt("2027-02-01T12:00:00"), "Rent | 2027-03-31 | FREQ=MONTHLY;BYMONTHDAY=31"],
    ["Party every 29 feb", clockAt("2028-03-01T12:00:00"), "Party | 2032-02-29 | FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"],
    [
      "Pay every last day of the month",
      clockAt("2028-02-10T12:00:00"),
      "Pay | 2028-02-29 | FREQ=MONTHLY;BYMONTHDAY=-1",
    ],
  ])("%s at %o", (line, clock, expected) => {
    expect(said(read, line, clock)).toBe(expected);
  });
});

describe("a date of digits", () => {
  const clock = clockAt("2026-11-26T12:56:00");
  test.each([
    [["en-GB"], "Meet 5/6", "Meet | 2027-06-05"],
    [["en-US"], "Meet 5/6", "Meet | 2027-05-06"],
    [["en"], "Meet 5/6", "Meet | 2027-06-05"], // no region
    [["en", "en-US"], "Meet 5/6", "Meet | 2027-05-06"],
    [["de", "en-US", "en-GB"], "Meet 5/6", "Meet | 2027-05-06"],
    [["es-419"], "Meet 5/6", "Meet | 2027-06-05"],
    [["en-GB"], "Meet 12/24/2026", "Meet | 2026-12-24"],
    [["en-US"], "Meet 24/12/2026", "Meet | 2026-12-24"],
    [["en-US"], "Meet 5.6.", "Meet | 2027-06-05"],
    [["en-US"], "Meet 31/31", "Meet 31/31"],
    [[], "Meet 5/6", "Meet | 2027-06-05"],
    [["x", "", "en_US", "en-"], "Meet 5/6", "Meet | 2027-06-05"],
  ])("where the locales are %j: %s", (locales, line, expected) => {
    expect(said(readerOf([en], locales), line, clock)).toBe(expected);
  });
});

describe("what is understood can be taken back", () => {
  const clock = clockAt("2026-11-26T12:56:00");
  const understood = (line: string, ignored?: string[]) =>
    read(line, clock, new Set(ignored)).understood.map(({ kind, words }) => [kind, words]);

  test("a time that stands apart has its own meaning", () => {
    const line = "Dinner tomorrow with Ann at 8pm";
    expect(understood(line)).toEqual([
      ["due", "tomorrow"],
      ["time", "at 8pm"],
    ]);
    expect(read(line, clock, new Set(["at 8pm"]))).toMatchObject({
      title: "Dinner with Ann at 8pm",
      due: { day: "2026-11-27" },
    });
  });

  test("words that belong together are taken back together", () => {
    const line = "Gym every  mon. and thu. 9am";
    expect(understood(line)).toEqual([["repetition", "every  mon. and thu. 9am"]]);
    expect(understood(line, ["every  mon. and thu. 9am"])).toEqual([]);
    expect(understood("Doctor wed.", ["wed."])).toEqual([]);
  });

  test("the words are where the line says they are", () => {
    const line = "  (Call)  tomorrow 9am, #home !high, @phone";
    for (const { start, end, words } of read(line, clock).understood) expect(line.slice(start, end)).toBe(words);
    expect(read(line, clock).understood.map(({ start, end }) => [start, end])).toEqual([
      [24, 29],
      [37, 43],
      [30, 35],
      [10, 22],
    ]);
  });

  test("what is taken back stays in the title, and the rest counts", () => {
    expect(read("Watch Friday tomorrow", clock, new Set(["tomorrow"]))).toMatchObject({
      title: "Watch tomorrow",
      due: { day: "2026-11-27" },
    });
  });
});
