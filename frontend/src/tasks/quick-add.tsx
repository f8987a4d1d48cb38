"use client";

import { Plus, X } from "lucide-react";
import { useMemo, useState, type FormEvent, type RefObject } from "react";

import { formatInstant, type Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import type { Understood } from "@/quick-entry";
import { useUser } from "@/session/signed-in";
import { formatRelative } from "@/tasks/due";
import { keepLine, keptLine } from "@/tasks/drafts";
import { fieldsOf, spelled, type Labels } from "@/tasks/entry";
import { repetitionWords } from "@/tasks/repetition";
import { titleRule } from "@/tasks/rules";
import type { TaskFields } from "@/tasks/task";
import { useOverview } from "@/tasks/use-overview";
import { useReader } from "@/tasks/use-reader";
import { Button } from "@/ui/button";
import { Input } from "@/ui/field";

/** One line makes a task. What is understood of it stands below, and each meaning can be taken back. */
export function QuickAdd({
  clock,
  add,
  inputRef,
}: {
  clock: Clock;
  add: (fields: TaskFields) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const { id: user } = useUser();
  const [line, setLine] = useState(() => keptLine(user));
  const [ignored, setIgnored] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState("");
  const read = useReader();
  const { data: labels } = useOverview();
  const { understood, fields } = useMemo(() => {
    const entry = read(line, clock, ignored);
    return { understood: entry.understood, fields: fieldsOf(entry, labels) };
  }, [read, line, clock, ignored, labels]);

  const dated = understood.some(({ kind }) => kind === "due" || kind === "repetition");

  function type(text: string) {
    setLine(text);
    keepLine(user, text);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const rule = titleRule(fields.title);
    setError(rule ?? "");
    if (rule) {
      inputRef.current?.focus();
      return;
    }
    add(fields);
    type("");
    setIgnored(new Set());
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Input
          ref={inputRef}
          id="new-task"
          aria-label="New task"
          dir="auto"
          aria-describedby={error ? "new-task-error new-task-hint" : "new-task-hint"}
          aria-invalid={error ? true : undefined}
          aria-keyshortcuts="n"
          value={line}
          onChange={(event) => {
            type(event.target.value);
            setError("");
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur(); // so that keys are keys again
          }}
          placeholder="Add a task: Call Ann tomorrow 9am #family !high"
          autoComplete="off"
          enterKeyHint="done"
          className="h-12 rounded-xl text-base shadow-xs sm:text-base"
        />
        <Button type="submit" size="lg" className="rounded-xl px-4 sm:px-5">
          <Plus aria-hidden className="size-5" />
          <span className="sr-only sm:not-sr-only">Add</span>
        </Button>
      </div>
      <p id="new-task-hint" className="sr-only">
        Words such as tomorrow, every week, #tag, @category and !high are understood.
      </p>
      <div aria-live="polite">
        {error && (
          <p id="new-task-error" className="text-sm text-danger">
            {error}
          </p>
        )}
      </div>
      {understood.length > 0 && (
        <ul aria-label="Understood" className="flex flex-wrap gap-1.5">
          {understood.map((part, i) => {
            const { words } = part;
            const means = label(part, fields, dated, clock, labels);
            return (
              <li key={`${i} ${words}`}>
                <button
                  type="button"
                  onClick={() => {
                    setIgnored(new Set([...ignored, words]));
                    inputRef.current?.focus();
                  }}
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
      )}
    </form>
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
