"use client";

import { AlignLeft, CalendarDays, Check, CloudOff, MoreHorizontal, Repeat, Trash2 } from "lucide-react";
import { memo, use } from "react";

import { dayOf, type Clock } from "@/lib/dates";
import { partsOf } from "@/lib/links";
import { dateLocale } from "@/lib/locale";
import { formatDue, formatRelative, isOverdue, relativeDay } from "@/tasks/due";
import { Linked } from "@/tasks/linked";
import { tagView } from "@/tasks/listing";
import { repetitionWords } from "@/tasks/repetition";
import { PartOf, SubtaskCount } from "@/tasks/row-subtasks";
import { RowState } from "@/tasks/row-state";
import type { Priority, Task } from "@/tasks/task";
import { addressOf } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";

export interface RowActions {
  complete: (task: Task) => void;
  edit: (task: Task) => void;
  remove: (task: Task) => void;
}

const marks: Record<Priority, string> = {
  critical: "border-danger text-danger",
  high: "border-warn text-warn",
  medium: "border-accent text-accent",
  low: "border-edge text-muted",
};

const tagLink = "max-w-40 truncate rounded-full bg-sunken px-2 py-1 hover:text-ink hover:underline";

/** One task of the list. */
export const Row = memo(function Row({
  task,
  clock,
  unsent,
  actions,
}: {
  task: Task;
  clock: Clock;
  unsent: boolean;
  actions: RowActions;
}) {
  const locale = dateLocale();
  const late = isOverdue(task, clock);
  const { leaving, selected } = use(RowState);
  const isSelected = selected.has(task.id);
  const due = formatRelative(task, clock, locale, task.completed);
  const repeats = repetitionWords(task, clock.zone, locale) ?? "repeats";
  const starts = !task.completed && task.start_on && task.start_on > dayOf(clock.now, clock.zone) && task.start_on;
  return (
    <div
      inert={leaving.has(task.id)}
      data-row={task.id}
      className={cn(
        "group flex touch-pan-y touch-pinch-zoom items-start gap-3 px-3 py-2.5 sm:px-4 inert:animate-leave",
        "[-webkit-touch-callout:none] pointer-coarse:select-none",
        isSelected && "bg-accent-soft",
      )}
    >
      {isSelected && <span className="sr-only">Selected</span>}
      <span className="relative mt-0.5 size-6 shrink-0">
        <input
          type="checkbox"
          checked={task.completed}
          onChange={() => actions.complete(task)}
          aria-label={`Done: ${task.title}`}
          className={cn(
            "peer size-6 cursor-pointer appearance-none rounded-full border-2 transition-colors",
            "hover:bg-accent-soft checked:border-accent checked:bg-accent",
            !task.completed && (task.priority ? marks[task.priority] : "border-edge"),
          )}
        />
        <Check
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute inset-1 hidden size-4 text-on-accent peer-checked:block"
        />
      </span>
      <div className="min-w-0 flex-1">
        <Title task={task} edit={actions.edit} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted empty:hidden">
          {task.parent_id && <PartOf parent={task.parent_id} />}
          {task.subtasks.total > 0 && <SubtaskCount {...task.subtasks} />}
          {starts && <span>from {relativeDay(starts, clock, locale)}</span>}
          {due && (
            <time
              dateTime={task.due_on ?? task.due_date ?? ""}
              title={formatDue(task, clock.zone, locale)}
              className={cn("inline-flex items-center gap-1", late && "font-medium text-danger")}
            >
              <CalendarDays aria-hidden className="size-3.5" />
              {due}
            </time>
          )}
          {repeats && (
            <span className="inline-flex items-center gap-1">
              <Repeat aria-hidden className="size-3.5" />
              {repeats}
            </span>
          )}
          {task.priority && (
            <span className={cn("font-medium", marks[task.priority], "border-0")}>{task.priority}</span>
          )}
          {task.category && <span className="max-w-40 truncate">{task.category}</span>}
          {task.tags.map((tag) => (
            // Tab would stop at each: the keyboard goes there by the row's menu, or by Ctrl and K.
            <a key={tag} href={addressOf(tagView(tag))} tabIndex={-1} draggable={false} className={tagLink}>
              #{tag}
            </a>
          ))}
          {task.description && (
            <span className="inline-flex min-w-0 max-w-full items-center gap-1">
              <AlignLeft aria-hidden className="size-3.5 shrink-0" />
              <span dir="auto" className="truncate">
                <Linked text={task.description} />
              </span>
            </span>
          )}
          {unsent && (
            <span className="inline-flex items-center gap-1 text-warn">
              <CloudOff aria-hidden className="size-3.5" />
              not sent yet
            </span>
          )}
        </div>
      </div>
      <span
        className={
          "-mr-1 flex [@media(hover:hover)]:opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        }
      >
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={`Delete: ${task.title}`}
          onClick={() => actions.remove(task)}
          className="[@media(hover:none)]:hidden"
        >
          <Trash2 aria-hidden />
        </Button>
        <Button
          variant="quiet"
          size="icon-sm"
          data-more
          aria-label={`More: ${task.title}`}
          aria-haspopup="menu"
        >
          <MoreHorizontal aria-hidden />
        </Button>
      </span>
    </div>
  );
});

/** A button that opens the editor. What has a link lies on top of it, since a button can hold none. */
function Title({ task, edit }: { task: Task; edit: (task: Task) => void }) {
  const { title, completed } = task;
  const hasLink = partsOf(title).some(({ href }) => href);
  const text = cn("break-words leading-7 [overflow-wrap:anywhere]", completed && "text-muted line-through");
  return (
    <div className="relative">
      <button
        type="button"
        data-title
        dir="auto"
        aria-haspopup="dialog"
        aria-label={hasLink ? title : undefined}
        onClick={() => edit(task)}
        className={cn("block min-h-7 w-full rounded-md text-left", hasLink ? "absolute inset-0" : text)}
      >
        {!hasLink && title}
      </button>
      {hasLink && (
        <p dir="auto" className={cn("pointer-events-none relative", text)}>
          <Linked text={title} hidden />
        </p>
      )}
    </div>
  );
}
