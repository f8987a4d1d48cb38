import { describe, expect, test } from "vitest";

import { dayAndTime, dayOf } from "@/lib/dates";

import { readerOf, type Entry } from "./entry";
import { lexiconOf } from "./language";
import { en } from "./languages/en";
import { latticeOf } from "./lattice";
import { runsOf } from "./runs";
import { tokensOf } from "./tokens";

const read = readerOf([en], ["en-GB"]);

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
  ..."buy milk call Ann write the monthly-report home on top of 3 apples C# 42 #42 a@b.example £5 50%".split(" "),
  ..."2.5 10 LH123 next in and every other last to until for with read book chapter 12 Sonntag".split(" "),
  ..."übermorgen demain 明日 http://x.org/#tag !now ! # - – & “quoted” 'single' (brackets) end.".split(" "),
  ..."really? yes! some, more; it's mid-week a an the of or this all part".split(" "),
];
const phrases = [
  ..."today;tomorrow;day after tomorrow;friday;on monday;this friday;next friday;next week;in 3 days".split(";"),
  ..."in 2 weeks;in 1 month;2026-12-31;2026-02-31;2027-02-29;by tomorrow;every day;every week;every month;every monday"
    .split(";"),
  ..."at 5;9am;at 9am;17:00;5:30;9.30am;noon;at midnight;25:00;morning;other;and;or;for 4 weeks;week;after".split(";"),
  ..."every other monday;every mon and thu;every weekday;every 1st;until 3 march".split(";"),
  ..."starting friday;daily;10 times;weekly;sun;tom".split(";"),
  ..."3 march;march 3rd, 2027;5/6;5.6.;end of month;in an hour;tonight;in the evening;half past 7;wed.".split(";"),
  ..."#work;#घर;(#home);@garden;@a/b;!high;!low.;!!;p1;tomorrow,;(friday);monday!".split(";"),
];
const days = ["tomorrow", "on friday", "in 3 days", "3 march", "2026-12-31", "next week", "on 5 may", "end of month"];
const times = ["at 9am", "17:00", "at noon", "in the evening", "at 5pm", "at 08:15"];
const rules = ["every day", "every week", "every 2 weeks", "every month", "every year", "every 3 days"];
const zones = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "UTC"];
const runs = 1000;

type Next = (n: number) => number;

const oneOf = (words: string[], next: Next) => words[next(words.length)] ?? "";
const lineOf = (words: string[], next: Next) => Array.from({ length: 1 + next(8) }, () => oneOf(words, next)).join(" ");
const clockOf = (next: Next) => ({
  now: Date.UTC(2026, next(24), 1 + next(28), next(24), next(60), next(60)),
  zone: zones[next(zones.length)] ?? "UTC",
});
/** The words of a text, sorted, without the marks around them. */
const words = (text: string) => text.replace(/[().,;:!?]/g, "").split(/\s+/).filter(Boolean).sort();
const understood = (entry: Entry) => entry.understood.map((part) => part.words);

describe("of random lines", () => {
  test("nothing is taken where no word says when", () => {
    const next = random(1);
    for (let i = 0; i < runs; i++) {
      const line = lineOf(plain, next);
      expect(read(line, clockOf(next))).toEqual({ title: line, tags: [], understood: [] });
    }
  });

  test("what is taken and what stays are all the words, each once", () => {
    const next = random(2);
    let taken = 0;
    for (let i = 0; i < runs; i++) {
      const line = lineOf([...phrases, ...phrases, ...plain], next);
      const entry = read(line, clockOf(next));
      taken += entry.understood.length;
      expect(words([entry.title, ...understood(entry)].join(" ")), line).toEqual(words(line));
      for (const { start, end, words } of entry.understood) expect(line.slice(start, end), line).toBe(words);
    }
    expect(taken).toBeGreaterThan(runs / 2);
  });

  test("a due date is a date of the calendar, and not past where the words speak of what comes", () => {
    const next = random(3);
    let due = 0;
    for (let i = 0; i < runs; i++) {
      const line = lineOf(phrases, next);
      const clock = clockOf(next);
      const entry = read(line, clock);
      if (!entry.due) continue;
      due++;
      const { day } = "day" in entry.due ? entry.due : dayAndTime(entry.due.instant, clock.zone);
      expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10), line).toBe(day);
      if (/20\d\d/.test(line)) continue; // a date with its year may well be past
      const where = `${line} at ${new Date(clock.now).toISOString()}`;
      if ("instant" in entry.due) expect(Date.parse(entry.due.instant), where).toBeGreaterThanOrEqual(clock.now);
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
      for (let more = read(line, clock); more.understood.length > 0; more = read(line, clock, ignored)) {
        const before = ignored.size;
        for (const words of understood(more)) ignored.add(words);
        expect(ignored.size, line).toBeGreaterThan(before);
      }
      expect(read(line, clock, ignored), line).toEqual({ title: line, tags: [], understood: [] });
    }
  });

  test("the order of day, time and rule says nothing", () => {
    const next = random(5);
    for (let i = 0; i < runs; i++) {
      const clock = clockOf(next);
      const [day, time, rule] = [oneOf(days, next), oneOf(times, next), oneOf(rules, next)];
      const parts = [day, time, ...(next(2) ? [rule] : [])];
      const expected = read(`Call Ann ${parts.join(" ")}`, clock);
      for (const a of parts) {
        for (const b of parts.filter((b) => b !== a)) {
          const order = [a, b, ...parts.filter((c) => c !== a && c !== b)].join(" ");
          const where = `${order} at ${new Date(clock.now).toISOString()}`;
          const after = read(`Call Ann ${order}`, clock);
          const before = read(`${order} call Ann`, clock);
          expect([after.due, after.repetition], where).toEqual([expected.due, expected.repetition]);
          expect([before.due, before.repetition], where).toEqual([expected.due, expected.repetition]);
          if (expected.due) expect([after.title, before.title]).toEqual(["Call Ann", "call Ann"]);
        }
      }
    }
  });

  test("a title that is left says nothing more", () => {
    const next = random(6);
    for (let i = 0; i < runs; i++) {
      const clock = clockOf(next);
      const phrase = oneOf([...days, ...times, ...rules], next);
      const line = `Call Ann ${phrase} about ${lineOf(["milk", "books", "tea"], next)}`;
      const { title } = read(line, clock);
      expect(read(title, clock), line).toEqual({ title, tags: [], understood: [] });
    }
  });

  test("the case of letters and the number of spaces say nothing", () => {
    const next = random(7);
    for (let i = 0; i < runs; i++) {
      const clock = clockOf(next);
      const line = `call ann ${oneOf(days, next)} ${oneOf(times, next)}`;
      const upper = read(`  ${line.toUpperCase().replaceAll(" ", "   ")} `, clock);
      const { title, ...entry } = read(line, clock);
      expect({ ...upper, understood: [] }, line).toEqual({ ...entry, title: title.toUpperCase(), understood: [] });
    }
  });
});

test("any text is read", () => {
  const next = random(8);
  const signs = "ab Z09.,:;!?#@/-–'\"()[]{}«\u0000\u0301\u200b\u202e\u3000\n\t\ud800ß漢घ🦄";
  const alphabet = [...signs, "every ", "monday ", "5", "at "];
  for (let i = 0; i < 5000; i++) {
    const line = Array.from({ length: next(30) }, () => oneOf(alphabet, next)).join("");
    const entry = read(line, clockOf(next));
    for (const { start, end, words } of entry.understood) expect(line.slice(start, end)).toBe(words);
  }
});

/** How often the words of a text are looked at. */
function looks(text: string): number {
  let count = 0;
  const tokens = tokensOf(text);
  const lattice = latticeOf(tokens, new Set(), lexiconOf([en]), { monthFirst: false, ordinal: /^th$/ });
  const lexemes = new Proxy(lattice.lexemes, {
    get: (target, key) => {
      count++;
      return Reflect.get(target, key) as unknown;
    },
  });
  runsOf({ ...lattice, lexemes }, () => false);
  return count;
}

const pieces = ["every monday and ", "every ", "at 5 ", "in a ", "tomorrow ", "3 march ", "the ", "monday, ", "1 2 3 "];
test.each(pieces)("ten times as many words of %j are looked at ten times as often", (piece) => {
  expect(looks(piece.repeat(1000))).toBeLessThan(11 * looks(piece.repeat(100)));
});

test.each([...pieces, "1", "(", "!", "#a ", "9am-", "a.", "5.", "' "])("a text of 10 kB is read: %j", (piece) => {
  const line = piece.repeat(Math.ceil(10_000 / piece.length));
  expect(() => read(line, clockOf(random(9)))).not.toThrow();
});
