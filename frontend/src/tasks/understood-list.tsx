"use client";

import { X } from "lucide-react";

import { formatInstant, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import type { Understood } from "@/quick-entry";
import { formatRelative } from "@/tasks/due";
import { spelled, type Labels } from "@/tasks/entry";
import { repetitionWords } from "@/tasks/repetition";
import type { TaskFields } from "@/tasks/task";

/** What is understood of a line, each with a way to take it back. */
export function UnderstoodList({
  understood,
  fields,
  labels,
  clock,
  ignore,
}: {
  understood: readonly Understood[];
  fields: TaskFields;
  labels: Labels | undefined;
  clock: Clock;
  ignore: (words: string) => void;
}) {
  const dated = understood.some(({ kind }) => kind === "due" || kind === "repetition");
  return (
    <ul aria-label="Understood" className="flex flex-wrap gap-1.5">
      {understood.map((part, i) => {
        const { words } = part;
        const means = label(part, fields, dated, clock, labels);
        return (
          <li key={`${i} ${words}`}>
            <button
              type="button"
              onClick={() => ignore(words)}
              aria-label={`${means}: keep “${words}” in the title instead`}
              className={
                "inline-flex min-h-7 items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-sm " +
                "text-accent hover:bg-sunken"
              }
            >
              {means}
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What a part means; where the line says the day elsewhere, a time is the time alone. */
function label(
  { kind, words }: Understood,
  fields: TaskFields,
  dated: boolean,
  clock: Clock,
  labels: Labels | undefined,
): string {
  const locale = dateLocale();
  const time = fields.due_date && formatInstant(fields.due_date, clock.zone, locale, { timeStyle: "short" });
  const due = formatRelative(fields, clock, locale);
  switch (kind) {
    case "due":
      return `Due ${due}`;
    case "time":
      return dated && time ? `At ${time}` : `Due ${due}`;
    case "repetition": {
      const repeats = repetitionWords(fields, clock.zone, locale);
      return `Repeats${repeats ? ` ${repeats}` : ""}, first ${due}`;
    }
    case "priority":
      return `Priority ${fields.priority}`;
    case "category":
      return `In ${fields.category}`;
    case "tag":
      return `#${spelled(words.slice(1), labels?.tags)}`;
  }
}
