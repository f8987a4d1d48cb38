import { expect, test } from "vitest";

import { addMonths, movedTo, weeksOf } from "@/tasks/month";

test.each([
  ["2026-11-25", 1, "2026-10-26", "2026-12-06"],
  ["2026-11-25", 7, "2026-11-01", "2026-12-05"],
  ["2027-02-10", 1, "2027-02-01", "2027-02-28"],
  ["2026-12-31", 6, "2026-11-28", "2027-01-01"],
])("the weeks of the month of %s, which begin with day %i: %s to %s", (day, firstDay, first, last) => {
  const weeks = weeksOf(day, firstDay);
  expect(weeks[0]?.[0]).toBe(first);
  expect(weeks.at(-1)?.[6]).toBe(last);
  expect(new Set(weeks.flat()).size).toBe(weeks.length * 7);
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2028-01-31", 1, "2028-02-29"],
  ["2026-12-15", 1, "2027-01-15"],
  ["2026-03-31", -1, "2026-02-28"],
  ["2028-02-29", 12, "2029-02-28"],
])("%s and %i months are %s", (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

test.each([
  ["ArrowLeft", false, "2026-11-24"],
  ["ArrowRight", false, "2026-11-26"],
  ["ArrowUp", false, "2026-11-18"],
  ["ArrowDown", false, "2026-12-02"],
  ["Home", false, "2026-11-23"],
  ["End", false, "2026-11-29"],
  ["PageUp", false, "2026-10-25"],
  ["PageDown", false, "2026-12-25"],
  ["PageUp", true, "2025-11-25"],
  ["PageDown", true, "2027-11-25"],
  ["a", false, undefined],
] as const)("%s, Shift %s: %s", (key, shift, expected) => {
  expect(movedTo("2026-11-25", key, shift, 1)).toBe(expected);
});
