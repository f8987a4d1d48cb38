import { phrases, type Said, type Time } from "./phrase";

/** An hour as one says it, with the minutes after or before it. */
function hour(n: number | undefined, minutes = 0): Said | undefined {
  if (n === undefined || n > 23) return undefined;
  const twelve = n >= 1 && n <= 12;
  if (minutes < 0 && n === 0) return undefined;
  return { time: { minutes: n * 60 + minutes, twelve, said: twelve } };
}

const written = (minutes: number, twelve: boolean): Said => ({ time: { minutes, twelve, said: false }, clear: true });

function half(n: number, minutes: number, afternoon: number): Said | undefined {
  return n >= 1 && n <= 12 ? written(((n % 12) + afternoon) * 60 + minutes, false) : undefined;
}

export const timePhrases = phrases(
  [
    "at|by? clock oclock?",
    ({ first }) => {
      const clock = first("clock");
      return clock && written(clock.n, clock.twelve ?? false);
    },
  ],
  [
    "at|by dotted\nat? dotted oclock",
    ({ first }) => {
      const clock = first("dotted");
      return clock && written(clock.n, clock.twelve ?? false);
    },
  ],
  [
    "at|by? clock|dotted ampm",
    ({ first, n }) => {
      const clock = first("clock") ?? first("dotted");
      return clock?.twelve ? half(Math.floor(clock.n / 60), clock.n % 60, n("ampm") ?? 0) : undefined;
    },
  ],
  ["at|by? num ampm", ({ n }) => half(n("num") ?? 0, 0, n("ampm") ?? 0)],
  ["at num", ({ n }) => hour(n("num")) && { ...hour(n("num")), bare: true, clear: true }],
  ["num", ({ n }) => (n("num") ?? 13) <= 12 && n("num") !== 0 ? { ...hour(n("num")), bare: true } : undefined],
  [
    "at|by? num oclock",
    ({ n }) => {
      const said = hour(n("num"));
      // With some words the hours are counted to 24: 5 Uhr is in the morning.
      return said?.time && { time: { ...said.time, said: said.time.said && n("oclock") === 1 }, clear: true };
    },
  ],
  [
    "at|by? num oclock num",
    ({ n }) => {
      const [hours = 24, minutes = 60] = [n("num"), n("num", 1)];
      const valid = n("oclock") === 0 && hours < 24 && minutes < 60;
      return valid ? written(hours * 60 + minutes, hours >= 1 && hours <= 12) : undefined;
    },
  ],
  ["at|by? past num oclock?", ({ n }) => clear(hour(n("num"), n("past")))],
  [
    "at|by? clock plus",
    ({ first, n }) => {
      const clock = first("clock");
      return clock && clock.n % 60 === 0 ? clear(hour(clock.n / 60, n("plus"))) : undefined;
    },
  ],
  ["at num oclock? plus\nnum oclock plus", ({ n }) => clear(hour(n("num"), n("plus")))],
  ["at|by period", ({ n }) => (isPoint(n("period")) ? { period: n("period") ?? 0, clear: true } : undefined)],
  ["period", ({ n }) => ({ period: n("period") ?? 0 })],
);

const clear = (said: Said | undefined) => said && { ...said, clear: true };

// Periods by their numbers in the tables of words.
const [morning, noon, afternoon, evening, night, midnight] = [0, 1, 2, 3, 4, 5];
const isPoint = (period: number | undefined) => period === noon || period === midnight;
const hours: Record<number, number> = { [morning]: 9, [noon]: 12, [afternoon]: 15, [evening]: 19, [night]: 21 };

/** A time of the day, whether it can be twelve hours later, and whether the day alone will do where it has passed. */
export interface Moment {
  minutes: number;
  later: boolean;
  soft: boolean;
}

/**
 * Returns the time that a time and a period say together, "day" where that is the whole day, undefined where they
 * contradict each other. A day's midnight is its end.
 */
export function momentOf(time: Time | undefined, period: number | undefined): Moment | "day" | undefined {
  if (period === undefined) {
    if (!time) return "day";
    const early = time.said && time.minutes < 7 * 60 && time.minutes >= 30;
    const minutes = time.minutes + (early ? 12 * 60 : 0);
    return { minutes, later: time.twelve && minutes < 12 * 60, soft: false };
  }
  if (!time && period === midnight) return "day";
  if (!time) return { minutes: (hours[period] ?? 0) * 60, later: false, soft: !isPoint(period) };
  const halves = time.twelve ? [time.minutes % 720, (time.minutes % 720) + 720] : [time.minutes];
  const minutes = halves.find((minutes) => within(minutes, period));
  return minutes === undefined ? undefined : { minutes, later: false, soft: false };
}

function within(minutes: number, period: number): boolean {
  const hour = minutes / 60;
  if (period === morning) return hour >= 1 && hour < 12;
  if (period === noon) return hour >= 12 && hour < 14;
  if (period === afternoon) return hour >= 12 && hour < 21;
  if (period === evening) return hour >= 16;
  return period === night && hour >= 18;
}
