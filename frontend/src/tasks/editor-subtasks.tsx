"use client";

import { useEffect, useId, useRef, useState } from "react";

import type { Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import { oneLine } from "@/lib/text";
import { isAwaited } from "@/tasks/changes";
import { formatRelative } from "@/tasks/due";
import { EditorSubtask } from "@/tasks/editor-subtask";
import { lastPositions } from "@/tasks/order";
import { useOutbox } from "@/tasks/outbox-provider";
import { linesOf, readLines } from "@/tasks/pasted";
import { PartOf } from "@/tasks/row-subtasks";
import { inOrder } from "@/tasks/sort";
import type { Task } from "@/tasks/task";
import { TintedInput } from "@/tasks/tinted-input";
import { useAtEnd } from "@/tasks/use-at-end";
import { useOverview } from "@/tasks/use-overview";
import { useReader } from "@/tasks/use-reader";
import { useSubtaskOrder } from "@/tasks/use-subtask-order";
import { useAllTasks } from "@/tasks/use-tasks";
import { useUndo } from "@/tasks/use-undo";

const faultsOf = (ofOne: string[]) => ofOne.map((fault) => fault.replace(/^Line 1: /, ""));

/** The subtasks of a task, each changed at once; of a subtask, the name of its task. */
export function EditorSubtasks({
  task,
  clock,
  lines,
  keepLine,
}: {
  task: Task;
  clock: Clock;
  /** What was typed and not saved, by the ids of the subtasks; that of a new one by "". */
  lines: Readonly<Record<string, string>>;
  /** Keeps such a line, should the page go; "" forgets it. */
  keepLine: (subtask: string, line: string) => void;
}) {
  const { tasks } = useAllTasks();
  const { outbox } = useOutbox();
  const { doing } = useUndo();
  const { data: labels } = useOverview();
  const [read] = useReader();
  const [line, setLine] = useState(lines[""] ?? "");
  const [before] = useState(() => (line ? faultsOf(readLines([line], read, clock, labels).faults) : []));
  const [faults, setFaults] = useState(before);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const own = tasks.filter((other) => other.parent_id === task.id && !isAwaited(other));
  const subtasks = inOrder(own, "position", clock.zone);
  const completed = subtasks.filter((subtask) => subtask.completed).length;
  const { move, moved, startDrag } = useSubtaskOrder(subtasks);

  /** Adds a subtask a line, and returns why it could not. */
  function add(lines: string[]): string[] {
    const { tasks: added, faults: found } = readLines(lines, read, clock, labels);
    const faults = lines.length === 1 ? faultsOf(found) : found;
    setFaults(faults);
    if (faults.length > 0) return faults;
    const positions = lastPositions(subtasks, added.length);
    outbox.together(() =>
      added.forEach((fields, i) => {
        const position = positions[i];
        outbox.create({ ...fields, parent_id: task.id, ...(position ? { position } : {}) });
      }),
    );
    return [];
  }
  useEffect(() => field.current?.setCustomValidity(before.join()), [before]); // which keeps the editor open
  const typed = useRef(line); // the line, until it is added: its blur and the end of the editor may come together
  function type(text: string) {
    typed.current = text;
    setLine(text);
    keepLine("", text);
  }
  function addLine() {
    if (oneLine(typed.current) === "") return;
    const [fault = ""] = add([typed.current]);
    field.current?.setCustomValidity(fault); // at once: the editor may be closing
    if (!fault) type("");
  }
  useAtEnd(addLine);

  if (task.parent_id) {
    return (
      <p className="text-sm text-muted empty:hidden">
        <PartOf parent={task.parent_id} />
      </p>
    );
  }
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <p id={id} className="text-sm font-medium">
        Subtasks
        {subtasks.length > 0 && (
          <span className="pl-2 font-normal tabular-nums text-muted">
            {`${completed} of ${subtasks.length} completed`}
          </span>
        )}
      </p>
      {subtasks.length > 0 && (
        <ul aria-label="Subtasks">
          {subtasks.map((subtask, index) => (
            <EditorSubtask
              key={subtask.id}
              subtask={subtask}
              index={index}
              count={subtasks.length}
              line={lines[subtask.id]}
              keepLine={(line) => keepLine(subtask.id, line)}
              due={formatRelative(subtask, clock, dateLocale(), { done: subtask.completed })}
              check={() => outbox.update(subtask, { completed: !subtask.completed })}
              rename={(title) => outbox.update(subtask, { title })}
              remove={() => {
                doing(() => outbox.delete(subtask), `Deleted “${subtask.title}”`);
                field.current?.focus();
              }}
              move={(by) => move(subtask, by)}
              startDrag={startDrag}
              toField={() => field.current?.focus()}
            />
          ))}
        </ul>
      )}
      <p aria-live="polite" className="sr-only">
        {moved}
      </p>
      <TintedInput
        ref={field}
        aria-label="New subtask"
        placeholder="Add a subtask, or paste several lines"
        dir="auto"
        autoComplete="off"
        enterKeyHint="done"
        className="h-10 pointer-coarse:h-11"
        value={line}
        understood={line ? read(line, clock).understood : []}
        aria-invalid={faults.length > 0 || undefined}
        aria-describedby={faults.length > 0 ? `${id}faults` : undefined}
        onChange={(event) => {
          type(event.target.value);
          event.target.setCustomValidity("");
          setFaults([]);
        }}
        onBlur={addLine}
        onPaste={(event) => {
          const lines = linesOf(event.clipboardData.getData("text"));
          if (lines.length < 2) return;
          event.preventDefault();
          add(lines);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
          addLine();
          if (!event.ctrlKey && !event.metaKey) event.preventDefault(); // which would save the task
        }}
      />
      <div role="alert" id={`${id}faults`} className="text-sm text-danger empty:hidden">
        {faults.map((fault) => (
          <p key={fault}>{fault}</p>
        ))}
      </div>
    </div>
  );
}
