import { describe, expect, test } from "vitest";

import { dayAndTime, dayOf } from "@/lib/dates";
import { parseQuickEntry } from "@/tasks/quick";

/** Random numbers from 0 up to below n, the same ones in each run (mulberry32). */
function random(seed: number) {
  return (n: number) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const plain = [
  ..."buy milk call Ann write the weekly report at home on top of 3 apples C# 42 #42 a@b.example £5 50%".split(" "),
  ..."2.5 10 LH123 next in by and every other last first to until for with read book chapter 12 May Sonntag".split(" "),
  ..."übermorgen demain 明日 http://x.org/#tag !now ! # @ - – & “quoted” 'single' (brackets) end.".split(" "),
  ..."really? yes! some, more; it's o'clock mid-week".split(" "),
];
const phrases = [
  ..."today;tomorrow;day after tomorrow;friday;on monday;this friday;next friday;next week;in 3 days".split(";"),
  ..."in 2 weeks;in 1 month;2026-12-31;2026-02-31;2027-02-29;by tomorrow;every day;every week;every month;every monday"
    .split(";"),
  ..."at 5;9am;at 9am;17:00;5:30;9.30am;noon;at midnight;25:00;morning;other;and;or;for 4 weeks;week;after".split(";"),
  ..."#work;#घर;(#home);@garden;@a/b;!high;!low.;tomorrow,;(friday);monday!".split(";"),
];
const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "UTC"];
const runs = 1000;

const lineOf = (words: string[], next: (n: number) => number) =>
  Array.from({ length: 1 + next(8) }, () => words[next(words.length)]).join(" ");
const clockOf = (next: (n: number) => number) => ({
  now: Date.UTC(2026, next(24), 1 + next(28), next(24), next(60), next(60)),
  zone: zones[next(zones.length)] ?? "UTC",
});
/** The words of a text, sorted, without the marks around them. */
const words = (text: string) => text.replace(/[().,;:!?]/g, "").split(/\s+/).filter(Boolean).sort();

describe("of random lines", () => {
  test("nothing is taken where no word says when", () => {
    const next = random(1);
    for (let i = 0; i < runs; i++) {
      const line = lineOf(plain, next);
      expect(parseQuickEntry(line, clockOf(next))).toEqual({ fields: { title: line }, tokens: [] });
    }
  });

  test("what is taken and what stays are all the words, each once", () => {
    const next = random(2);
    let taken = 0;
    for (let i = 0; i < runs; i++) {
      const line = lineOf([...phrases, ...phrases, ...plain], next);
      const { fields, tokens } = parseQuickEntry(line, clockOf(next));
      taken += tokens.length;
      expect(words([fields.title, ...tokens.map((meaning) => meaning.words)].join(" ")), line).toEqual(words(line));
    }
    expect(taken).toBeGreaterThan(runs / 2);
  });

  test("a due date is a date of the calendar, and not past where the words speak of what comes", () => {
    const next = random(3);
    let due = 0;
    for (let i = 0; i < runs; i++) {
      const line = lineOf(phrases, next);
      const clock = clockOf(next);
      const { due_date } = parseQuickEntry(line, clock).fields;
      if (!due_date) continue;
      due++;
      const { day, time } = dayAndTime(due_date, clock.zone);
      expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10), line).toBe(day);
      if (/20\d\d-/.test(line)) continue; // a date of the calendar may well be past
      const where = `${line} at ${new Date(clock.now).toISOString()}`;
      if (time) expect(Date.parse(due_date), where).toBeGreaterThanOrEqual(clock.now);
      else expect(day >= dayOf(clock.now, clock.zone), line).toBe(true);
    }
    expect(due).toBeGreaterThan(runs / 10);
  });

  test("what is taken back stays in the title", () => {
    const next = random(4);
    for (let i = 0; i < runs; i++) {
      const line = lineOf([...phrases, ...plain], next);
      const clock = clockOf(next);
      const ignored = new Set<string>();
      const tokens = () => parseQuickEntry(line, clock, ignored).tokens;
      for (let more = tokens(); more.length > 0; more = tokens()) {
        const before = ignored.size;
        for (const meaning of more) ignored.add(meaning.words);
        expect(ignored.size, line).toBeGreaterThan(before);
      }
      expect(parseQuickEntry(line, clock, ignored).fields, line).toEqual({ title: line });
    }
  });
});
