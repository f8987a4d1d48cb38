import { describe, expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { fieldsOf, leaveUnstorableRule } from "@/tasks/entry";

// Wednesday, 25 November 2026, 15:00 in Paris.
const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const read = leaveUnstorableRule(englishReader(["en-GB"]));

describe("the fields of a line", () => {
  test.each([
    ["Buy milk", { title: "Buy milk" }],
    ["Call Ann today", { title: "Call Ann", due_date: "2026-11-25T22:59:00.000Z" }],
    ["Call Ann tomorrow", { title: "Call Ann", due_date: "2026-11-26T22:59:00.000Z" }],
    ["Call Ann tomorrow 9am", { title: "Call Ann", due_date: "2026-11-26T08:00:00.000Z" }],
    ["Call Ann tomorrow 14:30 please", { title: "Call Ann please", due_date: "2026-11-26T13:30:00.000Z" }],
    ["Call friday", { title: "Call", due_date: "2026-11-27T22:59:00.000Z" }],
    ["Call on Wednesday", { title: "Call", due_date: "2026-12-02T22:59:00.000Z" }],
    ["Call in 3 months", { title: "Call", due_date: "2027-02-25T22:59:00.000Z" }],
    ["Call 2026-13-31", { title: "Call 2026-13-31" }],
    ["Stand-up every day", { title: "Stand-up", recurrence_pattern: "daily", due_date: "2026-11-25T22:59:00.000Z" }],
    [
      "Rent every month tomorrow",
      { title: "Rent", recurrence_pattern: "monthly", due_date: "2026-11-26T22:59:00.000Z" },
    ],
    ["Meet every monday 9am", { title: "Meet", recurrence_pattern: "weekly", due_date: "2026-11-30T08:00:00.000Z" }],
    ["Rent every 1st", { title: "Rent", recurrence_pattern: "monthly", due_date: "2026-12-01T22:59:00.000Z" }],
    [
      "Water the plants tomorrow 9am every week #home @garden !high",
      {
        title: "Water the plants",
        due_date: "2026-11-26T08:00:00.000Z",
        recurrence_pattern: "weekly",
        tags: ["home"],
        category: "garden",
        priority: "high",
      },
    ],
  ])("%s", (line, fields) => {
    expect(fieldsOf(read(line, clock), clock)).toEqual(fields);
  });
});

describe("a rule that the API does not take is left whole", () => {
  test.each([
    "Bins every other monday",
    "Gym every monday and thursday",
    "Gym every monday, thursday",
    "Gym every 2 weeks on monday 9am",
    "Stand-up every weekday 9:30",
    "Gym every monday until march 3",
    "Vitamins every weekday, from tomorrow",
    "Team sync every Monday 10am for 4 weeks",
    "Pay salaries every last day of the month",
    "Birthday every year 3 march",
    "Rent every 31st", // monthly, but for the months that have none
  ])("%s", (line) => {
    expect(fieldsOf(read(line, clock), clock)).toEqual({ title: line });
  });

  test("and all else counts", () => {
    expect(fieldsOf(read("Gym every other monday #sport !low", clock), clock)).toEqual({
      title: "Gym every other monday",
      tags: ["sport"],
      priority: "low",
    });
  });
});
