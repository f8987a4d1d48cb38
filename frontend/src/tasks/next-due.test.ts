import { expect, test } from "vitest";

import type { Due } from "@/tasks/due";
import { nextDues } from "@/tasks/next-due";
import type { Repetition } from "@/tasks/repetition";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" }; // Wednesday, 15:00
const weekly = { recurrence_rule: "FREQ=WEEKLY" };

const rows: [what: string, of: Due & Repetition, next: string][] = [
  ["a day to come", { ...weekly, due_on: "2026-11-27" }, "2026-12-04 2026-12-11"],
  ["today", { ...weekly, due_on: "2026-11-25" }, "2026-12-02 2026-12-09"],
  ["a day that is long past", { ...weekly, due_on: "2025-11-24" }, "2026-11-30 2026-12-07"],
  ["a late day of all", { recurrence_rule: "FREQ=DAILY", due_on: "2026-11-20" }, "2026-11-25 2026-11-26"],
  ["a time", { ...weekly, due_date: "2026-11-26T08:00:00.000Z" }, "2026-12-03T08:00:00.000Z 2026-12-10T08:00:00.000Z"],
  [
    "a time, over the change of the clocks",
    { recurrence_pattern: "monthly", due_date: "2027-02-28T08:00:00.000Z" },
    "2027-03-28T07:00:00.000Z 2027-04-28T07:00:00.000Z",
  ],
  ["the 31st of every month", { recurrence_pattern: "monthly", due_on: "2026-12-31" }, "2027-01-31 2027-02-28"],
  ["the 30th of every month", { recurrence_pattern: "monthly", due_on: "2027-01-30" }, "2027-02-28 2027-03-30"],
  ["from completion", { ...weekly, due_on: "2026-11-20", recurrence_from: "completion" }, "2026-12-02 2026-12-09"],
  [
    "from completion, at its time",
    { ...weekly, due_date: "2026-11-20T08:00:00.000Z", recurrence_from: "completion" },
    "2026-12-02T08:00:00.000Z 2026-12-09T08:00:00.000Z",
  ],
  ["the last of several", { recurrence_rule: "FREQ=DAILY;COUNT=2", due_on: "2026-11-25" }, "2026-11-26"],
  ["no due date", weekly, ""],
  ["no rule", { due_on: "2026-11-25" }, ""],
];

test.each(rows)("%s", async (_, of, next) => {
  const dues = await nextDues(of, clock, 2);
  expect(dues.map(({ due_on, due_date }) => due_on ?? due_date).join(" ")).toBe(next);
});
