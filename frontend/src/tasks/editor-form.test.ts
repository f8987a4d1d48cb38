import { expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { backendErrors, schemaOf, toFields, toForm, type Form } from "@/tasks/editor-form";
import { makeTask } from "@/tasks/fixtures";
import type { Task, TaskFields } from "@/tasks/task";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" }; // Wednesday, 15:00
const reader = englishReader(["en-GB"]);
const read = (words: string) => reader(words, clock);
const onDay = { due_on: "2026-11-26", due_date: "2026-11-26T22:59:59.999Z" };
const atTime = { due_date: "2026-11-26T08:00:12.345Z" }; // its seconds are in no field
const odd = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"; // which has no words
const daily = { recurrence_rule: "FREQ=DAILY", recurrence_pattern: "daily" } as const;
const draftOf = (part: Partial<Task>) => ({ task: null, fields: makeTask(part), errors: {} });

const untouched = { due_date: null, recurrence_rule: null, start_on: null };
const rows: [what: string, part: Partial<Task>, typed: Partial<Form>, fields: Partial<TaskFields>][] = [
  ["nothing", {}, {}, untouched],
  ["a day, untouched", onDay, {}, { due_on: "2026-11-26" }],
  ["a time, untouched", atTime, {}, atTime],
  ["a day is chosen", {}, { day: "2026-11-26" }, { due_on: "2026-11-26" }],
  ["a time is added", onDay, { time: "09:30" }, { due_date: "2026-11-26T08:30:00.000Z" }],
  ["a time is cleared", atTime, { time: "" }, { due_on: "2026-11-26" }],
  ["a day is cleared", onDay, { day: "" }, { due_date: null }],
  ["a start", {}, { start: "2026-12-01" }, { start_on: "2026-12-01" }],
  ["every weekday", {}, { repeats: "weekdays" }, { recurrence_rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" }],
  ["every month", {}, { repeats: "monthly" }, { recurrence_pattern: "monthly" }],
  ["from completion", daily, { from: "completion" }, { recurrence_pattern: "daily", recurrence_from: "completion" }],
  ["never any more", daily, { repeats: "" }, { recurrence_pattern: null }],
  ["words, untouched", { recurrence_rule: "FREQ=DAILY;INTERVAL=3" }, {}, { recurrence_rule: "FREQ=DAILY;INTERVAL=3" }],
  ["a rule without words, untouched", { recurrence_rule: odd }, {}, { recurrence_rule: odd }],
  ["a rule, typed", {}, { repeats: "custom", custom: odd }, { recurrence_rule: odd }],
  [
    "words, with the first day that they say",
    {},
    { repeats: "custom", custom: "every 2 weeks on Monday" },
    { recurrence_rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", due_on: "2026-11-30" },
  ],
  [
    "words, with the time that they say",
    {},
    { repeats: "custom", custom: "every 3 days at 9am" },
    { recurrence_rule: "FREQ=DAILY;INTERVAL=3", due_date: "2026-11-28T08:00:00.000Z" },
  ],
  ["words, for a day", onDay, { repeats: "custom", custom: "every friday and sunday" }, {
    recurrence_rule: "FREQ=WEEKLY;BYDAY=FR,SU",
    due_on: "2026-11-26",
  }],
];

test.each(rows)("the form gives %s", (_, part, typed, fields) => {
  const draft = draftOf(part);
  const form = { ...toForm(draft, clock.zone), ...typed };
  const given = toFields(form, draft, clock.zone, read);
  expect(given).toMatchObject(fields);
  expect("due_on" in given && "due_date" in given).toBe(false);
  expect("recurrence_rule" in given && "recurrence_pattern" in given).toBe(false);
  expect(schemaOf(draft, clock.zone, read).safeParse(form).success).toBe(true);
});

test.each([
  ["custom", { repeats: "custom", custom: "now and then" }],
  ["custom", { repeats: "custom", custom: "" }],
  ["from", { repeats: "weekdays", from: "completion" }],
  ["day", { day: "0026-11-26" }],
  ["start", { start: "1899-12-31" }],
] as [string, Partial<Form>][])("%s is refused in %j", (field, typed) => {
  const draft = draftOf({});
  const result = schemaOf(draft, clock.zone, read).safeParse({ ...toForm(draft, clock.zone), ...typed });
  expect(result.error?.issues.map(({ path }) => path.join())).toEqual([field]);
});

test("the backend's sentences stand beside the fields", () => {
  const errors = { due_on: "a", start_on: "b", recurrence_rule: "c", recurrence_from: "d", title: "e" };
  const server = (message: string) => ({ type: "server", message });
  expect(backendErrors({ ...draftOf({}), errors })).toEqual({
    day: server("a"),
    start: server("b"),
    repeats: server("c"),
    from: server("d"),
    title: server("e"),
  });
});
