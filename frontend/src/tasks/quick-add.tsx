"use client";

import { Plus } from "lucide-react";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ClipboardEvent,
  type FormEvent,
  type RefObject,
} from "react";

import type { Clock } from "@/lib/dates";
import { reportedZone } from "@/lib/locale";
import { useUser } from "@/session/signed-in";
import { EntryField } from "@/tasks/entry-field";
import { fieldsOf } from "@/tasks/entry";
import { holdLine, keepTyped, subscribeLine, typedLine } from "@/tasks/entry-line";
import { loadPastedLines, PastedLines, ZoneNote } from "@/tasks/lazy";
import { linesOf } from "@/tasks/pasted";
import { titleRule } from "@/tasks/rules";
import type { TaskFields } from "@/tasks/task";
import { UnderstoodList } from "@/tasks/understood-list";
import { useOverview } from "@/tasks/use-overview";
import { useReader, whenReadable } from "@/tasks/use-reader";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { whenFetched } from "@/ui/idle";

const ofTime: ReadonlySet<string> = new Set(["due", "time", "repetition"]);

/** What is pasted: its lines, which the field has as one, and what was typed before. */
interface Pasted {
  lines: string[];
  before: string;
}

/** One line makes a task. What is understood of it stands below, and each meaning can be taken back. */
export function QuickAdd({
  clock,
  add,
  addAll,
  inputRef,
}: {
  clock: Clock;
  add: (fields: TaskFields) => void;
  addAll: (tasks: TaskFields[]) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const { id: user } = useUser();
  const line = useSyncExternalStore(subscribeLine, () => typedLine(user), () => "");
  const [ignored, setIgnored] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState("");
  const [pasted, setPasted] = useState<Pasted>();
  const [teaching, setTeaching] = useState(false);
  const [read, isReady] = useReader();
  const { data: labels } = useOverview();
  const { understood, fields } = useMemo(() => {
    const entry = read(line, clock, ignored);
    return { understood: entry.understood, fields: fieldsOf(entry, labels) };
  }, [read, line, clock, ignored, labels]);

  function type(text: string) {
    keepTyped(user, text);
    setError("");
    setPasted(undefined);
  }

  /** Adds a task, and reports whether its rules let it. */
  function addTask(fields: TaskFields): boolean {
    const rule = titleRule(fields.title);
    setError(rule ?? "");
    if (!rule) add(fields);
    return !rule;
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady && line.trim() !== "") {
      void addOnceRead(line);
      setTeaching(false);
      return type(""); // so that the next one can be typed
    }
    if (!addTask(fields)) return inputRef.current?.focus();
    type("");
    setIgnored(new Set());
    setTeaching(false);
  }

  const latestLabels = useRef(labels);
  useEffect(() => {
    latestLabels.current = labels;
  });
  /** Adds a line where it was sent, also once this field is closed; or gives it back where its rules do not let it. */
  async function addOnceRead(line: string) {
    const release = holdLine(user, line);
    const read = await whenReadable();
    release();
    if (addTask(fieldsOf(read(line, clock, new Set()), latestLabels.current))) return;
    keepTyped(user, [line, typedLine(user)].join(" ").trim());
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const lines = linesOf(event.clipboardData.getData("text/plain"));
    if (lines.length < 2) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    const [before, after] = [line.slice(0, selectionStart ?? line.length), line.slice(selectionEnd ?? line.length)];
    const joined = before + lines.join(" ") + after;
    type(joined); // which stays, should nobody choose
    whenFetched(loadPastedLines(), () => typedLine(user) === joined && setPasted({ lines, before: line }));
  }

  function choose(text: string) {
    type(text);
    inputRef.current?.focus();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex gap-2">
        <EntryField
          line={line}
          understood={understood}
          labels={labels}
          type={type}
          inputRef={inputRef}
          id="new-task"
          aria-label="New task"
          aria-describedby={error ? "new-task-error new-task-hint" : "new-task-hint"}
          aria-invalid={error ? true : undefined}
          aria-keyshortcuts="n"
          onPaste={paste}
          onFocus={() => setTeaching((before) => before || isFirstFocus())}
          placeholder="Add a task: Call Ann tomorrow 9am #family !high"
        />
        <Button type="submit" size="lg" className="rounded-xl px-4 sm:px-5">
          <Plus aria-hidden className="size-5" />
          <span className="sr-only sm:not-sr-only">Add</span>
        </Button>
      </div>
      <p id="new-task-hint" className={cn(teaching ? "text-sm text-muted" : "sr-only")}>
        Words such as tomorrow, 9am, every 2 weeks, #tag, @category and !high are understood.
      </p>
      <div aria-live="polite">
        {error && (
          <p id="new-task-error" className="text-sm text-danger">
            {error}
          </p>
        )}
      </div>
      {pasted && (
        <PastedLines
          lines={pasted.lines}
          {...{ read, clock, labels }}
          addAll={(tasks) => {
            addAll(tasks);
            choose(pasted.before);
          }}
          asOne={() => choose(line)}
          close={() => choose(pasted.before)}
        />
      )}
      {understood.length > 0 && !pasted && (
        <UnderstoodList
          {...{ understood, fields, labels, clock }}
          ignore={(words) => {
            setIgnored(new Set([...ignored, words]));
            inputRef.current?.focus();
          }}
        />
      )}
      {understood.some(({ kind }) => ofTime.has(kind)) && reportedZone() !== clock.zone && <ZoneNote clock={clock} />}
    </form>
  );
}

/** Reports whether the field has the focus for the first time on this device, and notes it. */
function isFirstFocus(): boolean {
  const key = "todo.taught";
  try {
    const first = localStorage.getItem(key) === null;
    if (first) localStorage.setItem(key, "yes");
    return first;
  } catch {
    return false; // a browser that keeps nothing would show it for ever
  }
}
