import { describe, expect, test } from "vitest";

import { dayAndTime, type Clock } from "@/lib/dates";
import { parseQuickEntry } from "@/tasks/quick";

/** What a line becomes, as "title | day time | repetition", with what it has of them. */
function said(line: string, clock: Clock): string {
  const { title, due_date, recurrence_pattern } = parseQuickEntry(line, clock).fields;
  const due = due_date ? dayAndTime(due_date, clock.zone) : { day: "", time: "" };
  return [title, `${due.day} ${due.time}`.trim(), recurrence_pattern].filter(Boolean).join(" | ");
}

/** A row whose line is left whole. */
const left = (line: string): [string, string] => [line, line];

const zone = "Europe/Berlin";
function at(moment: string, zone = "Europe/Berlin", offset = "+01:00"): Clock {
  return { now: Date.parse(`${moment}${offset}`), zone };
}

describe("on Thursday 26 November 2026, 12:56 in Berlin", () => {
  const clock = at("2026-11-26T12:56:00");
  test.each<[string, string]>([
    ["Call Ann day after tomorrow", "Call Ann | 2026-11-28"],
    ["Read book the day after tomorrow at 9am", "Read book | 2026-11-28 09:00"],
    left("Call Ann the day after monday"),
    left("Call Ann the day before tomorrow"),
    left("Call Ann 2 days after tomorrow"),

    left("Pay 2026-02-31"),
    left("Send 2026-02-31 report"),
    left("Pay 2026-02-29"),
    ["Pay 2028-02-29", "Pay | 2028-02-29"],
    left("Pay 2026-04-31"),
    left("Pay 2026-13-01"),
    left("Pay 2026-00-10"),
    left("Pay 2026-12-00"),
    left("Log 2026-12-01T10:00"),
    ["Pay by 2026-12-31 10:00", "Pay | 2026-12-31 10:00"],

    ["Stand-up every day at 9am", "Stand-up | 2026-11-27 09:00 | daily"],
    ["Stand-up every day at 6pm", "Stand-up | 2026-11-26 18:00 | daily"],
    ["Stand-up at 9am every day", "Stand-up | 2026-11-27 09:00 | daily"],
    ["Review every week at noon", "Review | 2026-12-03 12:00 | weekly"],
    ["Rent every month at 8:00", "Rent | 2026-12-26 08:00 | monthly"],
    ["Stand-up every day at 9", "Stand-up | 2026-11-27 09:00 | daily"],
    ["Meet every week on monday at 9am", "Meet | 2026-11-30 09:00 | weekly"],
    ["Meet 9am every monday", "Meet | 2026-11-30 09:00 | weekly"],
    ["Lunch every thursday 11am", "Lunch | 2026-12-03 11:00 | weekly"],
    ["Lunch every thursday 1pm", "Lunch | 2026-11-26 13:00 | weekly"],
    ["Lunch every thursday", "Lunch | 2026-11-26 | weekly"],

    ["Call 9am tomorrow", "Call | 2026-11-27 09:00"],
    ["Call tomorrow at 5", "Call | 2026-11-27 17:00"],
    ["Call at 5 tomorrow", "Call | 2026-11-27 17:00"],
    ["Call tomorrow at 5 with Bob", "Call with Bob | 2026-11-27 17:00"],
    ["Call tomorrow at 7", "Call | 2026-11-27 07:00"],
    ["Call tomorrow at 12", "Call | 2026-11-27 12:00"],
    ["Call tomorrow at 17", "Call | 2026-11-27 17:00"],
    ["Call tomorrow at 0", "Call | 2026-11-27 00:00"],
    ["Flight tomorrow 6:45", "Flight | 2026-11-27 06:45"],
    ["Lunch at noon tomorrow", "Lunch | 2026-11-27 12:00"],
    ["Lunch tomorrow noon", "Lunch | 2026-11-27 12:00"],
    ["Ship at midnight tomorrow", "Ship | 2026-11-27"],
    ["Ship today at midnight", "Ship | 2026-11-26"],
    ["Call tomorrow, 9am", "Call | 2026-11-27 09:00"],
    ["Call 5 p.m. tomorrow", "Call | 2026-11-27 17:00"],
    ["Call tomorrow at 5 p.m.", "Call | 2026-11-27 17:00"],
    ["Meeting monday 9.30am", "Meeting | 2026-11-30 09:30"],
    ["Meeting monday at 9.30", "Meeting | 2026-11-30 09:30"],
    ["Call tomorrow by 5pm", "Call | 2026-11-27 17:00"],
    ["Dinner tomorrow with Ann at 8pm", "Dinner with Ann | 2026-11-27 20:00"],
    ["Movie 8pm with Bob on saturday", "Movie with Bob | 2026-11-28 20:00"],
    ["Catch the 9am train tomorrow", "Catch the 9am train | 2026-11-27"],
    ["Buy tomorrow 3 apples", "Buy 3 apples | 2026-11-27"],
    ["Release 2.0 tomorrow", "Release 2.0 | 2026-11-27"],
    left("Meet tomorrow at 5 Main Street"),
    left("Call tomorrow at 25"),
    left("Call tomorrow 9:75"),
    left("Call tomorrow 13pm"),
    left("Call tomorrow 0am"),
    left("Meeting monday 9.30"),
    left("Meeting monday 9"),
    left("Call tomorrow 5 to 6pm"),
    left("Meeting monday 9am-10am"),
    left("Meeting monday 9am - 10am"),
    left("Meeting 9am-10am monday"),
    left("Call tomorrow at 5 or 6"),
    left("Call tomorrow after 5pm"),
    left("Call from 9am tomorrow"),
    left("Call tomorrow around 5"),
    left("Call tomorrow at 5 in the evening"),
    left("Call tomorrow 5 o'clock"),
    left("Call 10am"),
    left("Call at 5"),

    left("Bins every other monday"),
    left("Gym every monday and thursday"),
    left("Gym every monday, thursday"),
    left("Gym every mon and thursday"),
    left("Gym every second tuesday"),
    left("Gym every 2 weeks on monday"),
    left("Gym every day except sunday"),
    left("Gym every day of the week"),
    left("Gym every month on the 5th"),
    left("Gym every monday until march 3"),
    left("Gym every monday morning"),
    left("Gym every monday starting tomorrow"),
    left("Stand-up every weekday 9:30"),
    left("Vitamins every weekday, from tomorrow"),
    left("Vitamins every other day, tomorrow first"),
    left("Team sync every Monday 10am for 4 weeks"),
    left("Gym every day and every week"),
    ["Rent a car tomorrow for 4 weeks", "Rent a car for 4 weeks | 2026-11-27"],

    ["Report next friday", "Report | 2026-12-04"],
    ["Report next monday", "Report | 2026-11-30"],
    ["Report next sunday", "Report | 2026-12-06"],
    ["Report next week", "Report | 2026-11-30"],
    ["Report friday", "Report | 2026-11-27"],
    ["Report this friday", "Report | 2026-11-27"],
    ["Report by next friday at 5pm", "Report | 2026-12-04 17:00"],
    ["Plan by tomorrow", "Plan | 2026-11-27"],
    ["Plan (tomorrow)", "Plan | 2026-11-27"],
    ["Plan tomorrow, with Ann", "Plan, with Ann | 2026-11-27"],
    ["Buy milk today!", "Buy milk! | 2026-11-26"],
    ["Call Ann, tomorrow.", "Call Ann. | 2026-11-27"],
    ["TOMORROW: call Ann", "call Ann | 2026-11-27"],
    ["Call mum today at 7", "Call mum | 2026-11-26 19:00"],
    left('Say "tomorrow" to Bob'),
    left("Write tomorrow's plan"),
    left("Call tomorrow morning"),
    left("Call in the morning, tomorrow"),
    left("Movie friday night"),
    left("Call today or tomorrow"),
    left("Call on monday or friday"),
    left("Gym monday - friday"),
    left("Holiday from monday to friday"),
    left("Holiday 2026-12-24 to 2027-01-02"),
    left("Ask the friday after next"),
    left("Ask monday week"),
    left("Pay friday 13"),
    left("Pay monday 3 march"),
    left("Ask last friday"),
    left("Wait until friday"),
    left("Not before tomorrow"),
    left("Move the meeting to tomorrow"),
    left("Black Friday shopping"),
    left("Prepare the monday meeting"),
    left("Meet monday next week"),
    left("Meet monday of next week"),
    left("Email monday, talk friday"),
    ["Prepare monday slides tomorrow", "Prepare monday slides | 2026-11-27"],
    ["Remind me to stretch in 2 days at 3pm", "Remind me to stretch | 2026-11-28 15:00"],
    ["Pay in 0 days at 3pm", "Pay | 2026-11-26 15:00"],
    left("Pay within 3 days"),
    left("Do it in 3 days' time"),
  ])("%s", (line, expected) => {
    expect(said(line, clock)).toBe(expected);
  });
});

describe("by the hour and the day", () => {
  test.each<[string, Clock, string]>([
    ["Beer friday 8pm", at("2026-11-27T12:00:00"), "Beer | 2026-11-27 20:00"],
    ["Beer friday 8pm", at("2026-11-27T20:30:00"), "Beer | 2026-12-04 20:00"],
    ["Beer friday", at("2026-11-27T12:00:00"), "Beer | 2026-12-04"],
    ["Beer friday at 9", at("2026-11-27T12:00:00"), "Beer | 2026-12-04 09:00"],
    ["Beer this friday at 9", at("2026-11-27T12:00:00"), "Beer | 2026-11-27 21:00"],
    ["Beer every friday at 9", at("2026-11-27T12:00:00"), "Beer | 2026-12-04 09:00 | weekly"],
    ["Beer this friday", at("2026-11-27T12:00:00"), "Beer | 2026-11-27"],
    ["Beer this friday 8pm", at("2026-11-27T12:00:00"), "Beer | 2026-11-27 20:00"],
    ["Beer this friday 8pm", at("2026-11-27T20:30:00"), "Beer this friday 8pm"],
    ["Beer next friday", at("2026-11-27T12:00:00"), "Beer | 2026-12-04"],
    ["Beer next monday", at("2026-11-29T12:00:00"), "Beer | 2026-11-30"],
    ["Call today at 5:30", at("2026-11-26T15:00:00"), "Call | 2026-11-26 17:30"],
    ["Call today 5:30", at("2026-11-26T04:00:00"), "Call | 2026-11-26 05:30"],
    ["Call today at 5", at("2026-11-26T15:00:00"), "Call | 2026-11-26 17:00"],
    ["Call today at 8", at("2026-11-26T07:00:00"), "Call | 2026-11-26 08:00"],
    ["Call today at 8", at("2026-11-26T15:00:00"), "Call | 2026-11-26 20:00"],
    ["Call today at 8", at("2026-11-26T20:01:00"), "Call today at 8"],
    ["Call today at 9am", at("2026-11-26T15:00:00"), "Call today at 9am"],
    ["Call today 09:30", at("2026-11-26T15:00:00"), "Call today 09:30"],
    ["Call today 14:00", at("2026-11-26T15:00:00"), "Call today 14:00"],
    ["Call tomorrow at 9", at("2026-11-26T23:59:00"), "Call | 2026-11-27 09:00"],
    ["Call today", at("2026-11-26T23:59:30"), "Call | 2026-11-26"],
    // The day is that of the person's zone.
    ["Call tomorrow 9am", at("2026-11-26T23:30:00", "Asia/Tokyo"), "Call | 2026-11-28 09:00"],
    ["Call today at 5", at("2026-11-26T23:30:00", "Pacific/Kiritimati"), "Call | 2026-11-27 17:00"],
    ["Call this thursday", at("2026-11-27T05:00:00", "America/Los_Angeles"), "Call | 2026-11-26"],
    // The clocks change on 25 October 2026 in Berlin, and on 8 March 2026 in New York.
    ["Call tomorrow 9am", at("2026-10-24T12:00:00", zone, "+02:00"), "Call | 2026-10-25 09:00"],
    ["Call in 1 day", at("2026-03-07T12:00:00", "America/New_York", "-05:00"), "Call | 2026-03-08"],
    // What a month has less of is its last day.
    ["Pay in 3 months", at("2026-11-30T12:00:00"), "Pay | 2027-02-28"],
  ])("%s at %o", (line, clock, expected) => {
    expect(said(line, clock)).toBe(expected);
  });
});

test("a time that stands apart has its own meaning, and can be taken back alone", () => {
  const clock = at("2026-11-26T12:56:00");
  const line = "Dinner tomorrow with Ann at 8pm";
  expect(parseQuickEntry(line, clock).tokens).toEqual([
    { kind: "due", words: "tomorrow" },
    { kind: "time", words: "at 8pm" },
  ]);
  expect(parseQuickEntry(line, clock, new Set(["at 8pm"])).fields).toEqual({
    title: "Dinner with Ann at 8pm",
    due_date: "2026-11-27T22:59:00.000Z",
  });
  const { fields } = parseQuickEntry("Call tomorrow 9am", clock, new Set(["tomorrow 9am"]));
  expect(fields).toEqual({ title: "Call tomorrow 9am" });
});
