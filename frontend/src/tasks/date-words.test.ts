import { expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { onDay, whenOf } from "@/tasks/date-words";
import { makeTask } from "@/tasks/fixtures";

const clock = { now: Date.parse("2026-11-25T11:00:00Z"), zone: "Europe/Paris" };
const read = englishReader(["en-GB"]);

test.each([
  ["tomorrow 9am", { due_date: "2026-11-26T08:00:00.000Z" }],
  ["tomorrow", { due_on: "2026-11-26" }],
  ["9am", { due_date: "2026-11-26T08:00:00.000Z" }],
])("%s", (words, expected) => expect(whenOf(words, read, clock)).toEqual(expected));

test.each(["tomorrow", "next friday", "every week"])("%s is a date", (words) => {
  expect(Object.keys(whenOf(words, read, clock) ?? {})).not.toEqual([]);
});

test.each(["", "buy milk", "tomorrow buy milk", "tomorrow #home", "tomorrow !high"])("%j is no date alone", (words) => {
  expect(whenOf(words, read, clock)).toBeUndefined();
});

test("a day that is chosen keeps the time", () => {
  const task = makeTask({ due_date: "2026-11-25T08:30:00.000Z" });
  expect(onDay(task, "2027-07-01", clock)).toEqual({ due_date: "2027-07-01T07:30:00.000Z" });
});

test("a day that is chosen for a day is a day", () => {
  const whole = makeTask({ due_on: "2026-11-25", due_date: "2026-11-25T22:59:59.999Z" });
  expect(onDay(whole, "2026-12-01", clock)).toEqual(onDay(makeTask(), "2026-12-01", clock));
});
