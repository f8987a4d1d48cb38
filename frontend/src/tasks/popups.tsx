"use client";

import { Popover } from "radix-ui";
import { useMemo, type ReactNode } from "react";

import type { Clock } from "@/lib/dates";
import { DatePicker } from "@/tasks/date-picker";
import { ListPicker, PriorityPicker, TagPicker } from "@/tasks/pickers";
import { Palette } from "@/tasks/palette";
import { RowMenu } from "@/tasks/row-menu";
import type { Task, TaskPatch } from "@/tasks/task";
import type { TaskAction } from "@/tasks/task-keys";
import type { Popups } from "@/tasks/use-popup";
import type { Selection } from "@/tasks/use-selection";
import type { TaskActions } from "@/tasks/use-task-actions";
import { cn } from "@/ui/cn";
import { onEscape } from "@/ui/escape";
import { hasScreenKeyboard } from "@/ui/media";

export interface PopupsProps {
  popups: Popups;
  actions: TaskActions;
  selection: Selection;
  clock: Clock;
  /** What is in the list, in its order. */
  all: Task[];
  /** Moves tasks by one place; undefined where the order is not by hand. */
  move: ((tasks: Task[], by: 1 | -1) => void) | undefined;
  /** What the keys of the page do, by their action. */
  commands: Partial<Record<TaskAction, () => void>>;
}

const names = { date: "Date", list: "List", tag: "Tag", priority: "Priority" } as const;

/** What is open at a task. */
export default function PopupsOf(props: PopupsProps) {
  const { popups, actions, clock } = props;
  const { popup, close } = popups;
  if (!popup) return null;
  const { kind, tasks } = popup;
  const set = (patch: (task: Task) => TaskPatch, is: string) => close(() => actions.change(tasks, patch, is));
  switch (kind) {
    case "menu":
      return <RowMenu {...props} popup={popup} />;
    case "palette":
      return <Palette {...props} />;
    case "date":
      return (
        <AtTask name={names[kind]} {...props}>
          <DatePicker tasks={tasks} clock={clock} set={set} />
        </AtTask>
      );
    default: {
      const Picker = { list: ListPicker, tag: TagPicker, priority: PriorityPicker }[kind];
      return (
        <AtTask name={names[kind]} {...props}>
          <Picker tasks={tasks} set={set} />
        </AtTask>
      );
    }
  }
}

/** A window beside what it is about, at the bottom of a phone. */
function AtTask({ name, popups, children }: { name: string; popups: Popups; children: ReactNode }) {
  const { popup, close, returnFocus } = popups;
  const anchor = useMemo(() => ({ current: { getBoundingClientRect: () => popup?.at ?? new DOMRect() } }), [popup]);
  return (
    <Popover.Root open onOpenChange={(open) => !open && close()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          aria-label={name}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          onKeyDown={onEscape(() => close())}
          onOpenAutoFocus={(event) => {
            if (!hasScreenKeyboard()) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          onCloseAutoFocus={returnFocus}
          className={cn(
            "z-50 flex max-h-[min(32rem,90dvh)] w-80 max-w-[calc(100vw-1.5rem)] animate-in flex-col gap-3",
            "overflow-y-auto rounded-xl border border-line bg-surface p-3 shadow-lg outline-none",
          )}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
