import { readFileSync } from "node:fs";

import { RRule } from "rrule";
import { describe, expect, test } from "vitest";

import { nextDates } from "@/lib/recurrence";

type Case = [zone: string, start: string, rule: string, ...next: string[]];

test("the next dates are those of the backend", { timeout: 120_000 }, async () => {
  // Written by TestPreview, in shared/recurrence, which describes it.
  const file = new URL("../../../shared/recurrence/testdata/preview.json", import.meta.url);
  const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];
  const differing: object[] = [];
  for (const [zone, start, rule, ...next] of cases) {
    let at = Date.parse(start);
    const wanted = next.map((seconds) => new Date((at += parseInt(seconds, 36) * 1000)).toISOString());
    const got = await nextDates(rule, start, zone, 5);
    if (got.join() !== wanted.join()) differing.push({ zone, start, rule, got, wanted });
  }
  expect(cases.length).toBeGreaterThan(1900);
  expect(differing).toEqual([]);
});

/** The days of a rule from 1 September 2026 on, a Tuesday, as the library has them. */
function ofLibrary(rule: string): string {
  const dates: string[] = [];
  new RRule({ ...RRule.parseString(rule), dtstart: new Date("2026-09-01T00:00:00Z") }).all((date) => {
    dates.push(date.toISOString().slice(5, 10));
    return dates.length < 3;
  });
  return dates.join(" ");
}

async function ofOurs(rule: string): Promise<string> {
  const dates = await nextDates(rule, "2026-09-01T00:00:00Z", "UTC", 3);
  return dates.map((date) => date.slice(5, 10)).join(" ");
}

describe("what the library has otherwise than RFC 5545", () => {
  test.each([
    ["weekdays with and without a number", "MONTHLY;BYDAY=SU,1SU", "09-06 09-13 09-20", "09-06 10-04 11-01"],
    ["a position before the first of a set", "MONTHLY;BYDAY=MO;BYSETPOS=-5", "11-02 03-01 05-03", "09-07 10-05 11-02"],
    ["two positions of one day", "MONTHLY;BYDAY=2MO;BYSETPOS=1,-1;COUNT=2", "09-14 10-12", "09-14 09-14"],
    ["the week of the start", "WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "09-07 09-14 09-21", "09-02 09-07 09-14"],
  ])("%s", async (_, rule, ours, library) => {
    expect(await ofOurs(`FREQ=${rule}`)).toBe(ours);
    expect(ofLibrary(`FREQ=${rule}`)).toBe(library);
  });
});
