import { describe, expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { fieldsOf } from "@/tasks/entry";

// Wednesday, 25 November 2026, 15:00 in Paris.
const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const read = englishReader(["en-GB"]);

describe("the fields of a line", () => {
  test.each([
    ["Buy milk", { title: "Buy milk" }],
    ["Call Ann today", { title: "Call Ann", due_on: "2026-11-25" }],
    ["Call Ann tomorrow", { title: "Call Ann", due_on: "2026-11-26" }],
    ["Call Ann tomorrow 9am", { title: "Call Ann", due_date: "2026-11-26T08:00:00.000Z" }],
    ["Call Ann tomorrow 14:30 please", { title: "Call Ann please", due_date: "2026-11-26T13:30:00.000Z" }],
    ["Call friday", { title: "Call", due_on: "2026-11-27" }],
    ["Call on Wednesday", { title: "Call", due_on: "2026-12-02" }],
    ["Call in 3 months", { title: "Call", due_on: "2027-02-25" }],
    ["Call 2026-13-31", { title: "Call 2026-13-31" }],
    ["Stand-up every day", { title: "Stand-up", recurrence_pattern: "daily", due_on: "2026-11-25" }],
    [
      "Rent every month tomorrow",
      { title: "Rent", recurrence_pattern: "monthly", due_on: "2026-11-26" },
    ],
    ["Meet every monday 9am", { title: "Meet", recurrence_pattern: "weekly", due_date: "2026-11-30T08:00:00.000Z" }],
    ["Rent every 1st", { title: "Rent", recurrence_pattern: "monthly", due_on: "2026-12-01" }],
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
    expect(fieldsOf(read(line, clock))).toEqual(fields);
  });
});

describe("a repetition is one of the API's patterns where that says the same, else a rule", () => {
  const monday = "2026-11-30";
  test.each([
    ["Stand-up every day", "2026-11-25", { recurrence_pattern: "daily" }],
    ["Rent every month", "2026-11-25", { recurrence_pattern: "monthly" }],
    ["Bins every other monday", monday, { recurrence_rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" }],
    ["Gym every monday and thursday", "2026-11-26", { recurrence_rule: "FREQ=WEEKLY;BYDAY=MO,TH" }],
    ["Vitamins every weekday, from tomorrow", "2026-11-26", { recurrence_rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }],
    ["Gym every monday until march 3", monday, { recurrence_rule: "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270303" }],
    ["Pay salaries every last day of the month", monday, { recurrence_rule: "FREQ=MONTHLY;BYMONTHDAY=-1" }],
    ["Birthday every year 3 march", "2027-03-03", { recurrence_rule: "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3" }],
    ["Rent every 31st", "2026-12-31", { recurrence_rule: "FREQ=MONTHLY;BYMONTHDAY=31" }], // where a month has one
  ])("%s", (line, due_on, repetition) => {
    const title = line.split(" every ")[0];
    expect(fieldsOf(read(line, clock))).toEqual({ title, due_on, ...repetition });
  });
});

describe("a tag or a category takes the spelling that exists", () => {
  const labels = {
    tags: [{ name: "Work" }, { name: "home" }, { name: "Home" }, { name: "Ärger" }],
    categories: [{ name: "Phone" }],
  };
  test.each([
    ["Call #work", { tags: ["Work"] }],
    ["Call #WORK", { tags: ["Work"] }],
    ["Call #Home", { tags: ["Home"] }],
    ["Call #HOME", { tags: ["home"] }],
    ["Call #home #Home", { tags: ["home"] }],
    ["Call #ärger", { tags: ["Ärger"] }],
    ["Call #new", { tags: ["new"] }],
    ["Call @phone", { category: "Phone" }],
  ])("%s", (line, fields) => {
    expect(fieldsOf(read(line, clock), labels)).toEqual({ title: "Call", ...fields });
  });
});
