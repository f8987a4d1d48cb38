import { dayAndTime, type Clock } from "@/lib/dates";

import type { Reader } from "./entry";

/** Tests alone: returns what a line becomes, as "title | day time | rule", with what it has of them. */
export function said(read: Reader, line: string, clock: Clock): string {
  const { title, due, repetition } = read(line, clock);
  const when = due && ("day" in due ? { day: due.day, time: "" } : dayAndTime(due.instant, clock.zone));
  return [title, when && `${when.day} ${when.time}`.trim(), repetition?.rule].filter(Boolean).join(" | ");
}

/** Tests alone: returns a row whose line is left whole. */
export const left = (line: string): [line: string, said: string] => [line, line];

/** Tests alone: returns the clock of a moment, which is of Berlin in winter where nothing else is said. */
export function clockAt(moment: string, zone = "Europe/Berlin", offset = "+01:00"): Clock {
  return { now: Date.parse(`${moment}${offset}`), zone };
}

/** Tests alone: Thursday 26 November 2026, 12:56 in Berlin. */
export const thursday = clockAt("2026-11-26T12:56:00");
