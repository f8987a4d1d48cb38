"use client";

import { useId } from "react";

import { formatDay, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { patched } from "@/tasks/changes";
import { formatDue } from "@/tasks/due";
import { partsOf, type Conflict } from "@/tasks/merge";
import { repetitionWords } from "@/tasks/repetition";
import type { Task } from "@/tasks/task";
import { Button } from "@/ui/button";

const names: Record<string, string> = {
  title: "Title",
  description: "Description",
  completed: "Done",
  due: "Due",
  start_on: "Starts",
  priority: "Priority",
  repetition: "Repeats",
  category: "Category",
  tags: "Tags",
};

/** Both versions of what the user and somebody else have changed at the same time, to choose between. */
export function BothVersions({
  conflict,
  clock,
  choose,
}: {
  conflict: Conflict;
  clock: Clock;
  choose: (part: string, keepsMine: boolean) => void;
}) {
  const heading = useId();
  const { change, latest } = conflict;
  const ours = patched(latest, change.fields, change.at, clock.zone);
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3 rounded-xl border border-warn bg-surface p-3">
      <p id={heading} className="text-sm font-medium">
        This was changed elsewhere at the same time. Both versions are kept until you choose.
      </p>
      {partsOf(change.fields).map((part) => (
        <div key={part} role="group" aria-label={names[part] ?? part} className="grid grid-cols-2 gap-3 text-sm">
          {[true, false].map((isMine) => (
            <div key={String(isMine)} className="flex min-w-0 flex-col items-start gap-1.5">
              <p className="text-xs text-muted">
                {names[part] ?? part}, {isMine ? "yours" : "the other"}
              </p>
              <p dir="auto" className="w-full flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
                {words(isMine ? ours : latest, part, clock) || "Nothing"}
              </p>
              <Button variant="secondary" size="sm" onClick={() => choose(part, isMine)}>
                {isMine ? "Keep mine" : "Keep the other"}
              </Button>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}

function words(task: Task, part: string, { zone }: Clock): string {
  const locale = dateLocale();
  if (part === "due") return formatDue(task, zone, locale);
  if (part === "start_on") return task.start_on ? formatDay(task.start_on, locale, { dateStyle: "full" }) : "";
  if (part === "repetition") return repetitionWords(task, zone, locale) ?? task.recurrence_rule ?? "";
  if (part === "tags") return task.tags.map((tag) => `#${tag}`).join(" ");
  if (part === "completed") return task.completed ? "Yes" : "No";
  return String(task[part as keyof Task] ?? "");
}
