import { describe, expect, test } from "vitest";

import { englishReader } from "@/quick-entry";
import { linesOf, readLines } from "@/tasks/pasted";

const clock = { now: Date.parse("2026-11-25T14:00:00Z"), zone: "Europe/Paris" };
const read = englishReader(["en-GB"]);

test.each([
  ["Milk", ["Milk"]],
  ["Milk\n", ["Milk"]],
  ["Milk\nBread", ["Milk", "Bread"]],
  ["Milk\r\n\r\n  Bread \rEggs", ["Milk", "Bread", "Eggs"]],
  ["- Milk\n* Bread\n• Eggs\n- [ ] Tea\n- [x] Jam", ["Milk", "Bread", "Eggs", "Tea", "Jam"]],
  ["-5 degrees\n*bold*", ["-5 degrees", "*bold*"]],
  ["\n \u200b\n", []],
])("the lines of %j", (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

describe("pasted lines", () => {
  test("are each read as one that is typed", () => {
    const { tasks, faults } = readLines(["Milk tomorrow", "Bread #Food"], read, clock, {
      tags: [{ name: "food" }],
      categories: [],
    });
    expect(tasks).toEqual([
      { title: "Milk", due_on: "2026-11-26" },
      { title: "Bread", tags: ["food"] },
    ]);
    expect(faults).toEqual([]);
  });

  test("that cannot be tasks are named", () => {
    const { faults } = readLines(["Milk", "x".repeat(201), "tomorrow"], read, clock, undefined);
    expect(faults).toEqual(["Line 2: Title must be 200 characters or less", "Line 3: Title is required"]);
  });

  test("are a hundred at most", () => {
    const lines = Array.from({ length: 101 }, (_, i) => `Task ${i}`);
    expect(readLines(lines, read, clock, undefined).faults).toEqual([
      "At most 100 lines at a time become tasks; these are 101.",
    ]);
    expect(readLines(lines.slice(1), read, clock, undefined).faults).toEqual([]);
  });
});
