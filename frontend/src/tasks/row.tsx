"use client";

import { AlignLeft, Check, CloudOff, Flag, MoreHorizontal, Repeat, Trash2 } from "lucide-react";
import { memo, use } from "react";

import { dayOf, type Clock } from "@/lib/dates";
import { partsOf } from "@/lib/links";
import { dateLocale } from "@/lib/locale";
import { Dot } from "@/tasks/dot";
import { formatDue, formatRelative, isOverdue, relativeDay } from "@/tasks/due";
import { Linked } from "@/tasks/linked";
import { listingOf, tagView } from "@/tasks/listing";
import { repetitionWords } from "@/tasks/repetition";
import { PartOf, SubtaskCount } from "@/tasks/row-subtasks";
import { RowState } from "@/tasks/row-state";
import { priorities, type Priority, type Task } from "@/tasks/task";
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

const tagLink = "max-w-32 shrink-0 truncate rounded-full bg-sunken px-2 hover:text-ink hover:underline";
// Tags that have no room wrap to a second line, which is hidden. The empty ::before lets the first tag wrap too.
const tagLine = cn(
  "flex max-h-[1lh] min-w-0 flex-wrap gap-1 overflow-hidden sm:justify-end before:-mr-1 before:h-[1lh] before:w-0",
  "before:content-['']",
);
const beside = "flex max-h-[1lh] flex-wrap overflow-hidden text-xs/6 text-muted pointer-fine:text-xs/5 sm:contents";
// On a phone the second line, with the date first; else at the right edge of the first, with the date last.
const details = cn(
  "flex min-w-0 items-center gap-x-3 empty:hidden max-sm:mr-3 max-sm:max-w-full",
  "sm:order-1 sm:max-w-1/2 sm:shrink-0",
);

/** One task of the list. */
export const Row = memo(function Row({
  task,
  day,
  clock,
  unsent,
  actions,
}: {
  task: Task;
  /** The day that is said above it, if any. */
  day: string;
  clock: Clock;
  unsent: boolean;
  actions: RowActions;
}) {
  const locale = dateLocale();
  const late = isOverdue(task, clock);
  const { leaving, selected, lists } = use(RowState);
  const list = lists.get(task.list_id);
  const isSelected = selected.has(task.id);
  const due = formatRelative(task, clock, locale, { done: task.completed, below: day });
  const repeats = repetitionWords(task, clock.zone, locale) ?? "repeats";
  const starts = startOf(task, clock);
  return (
    <div
      inert={leaving.has(task.id)}
      data-row={task.id}
      className={cn(
        "group flex touch-pan-y touch-pinch-zoom items-start gap-3 px-3 sm:px-4 inert:animate-leave",
        "py-[calc((var(--row)-1.5rem-1px)/2)] [-webkit-touch-callout:none] pointer-coarse:select-none",
        isSelected && "bg-accent-soft",
      )}
    >
      {isSelected && <span className="sr-only">Selected</span>}
      <span className="relative size-6 shrink-0">
        <input
          type="checkbox"
          checked={task.completed}
          onChange={() => actions.complete(task)}
          aria-label={`Done: ${task.title}`}
          className={cn(
            "size-6 cursor-pointer appearance-none rounded-full border-2 transition-colors",
            "hover:bg-accent-soft checked:border-accent checked:bg-accent",
            !task.completed && (task.priority ? marks[task.priority] : "border-edge"),
          )}
        />
        {task.completed && (
          <Check aria-hidden strokeWidth={3} className="pointer-events-none absolute inset-1 size-4 text-on-accent" />
        )}
      </span>
      <div className="relative min-w-0 flex-1 items-center gap-x-3 sm:flex">
        <Title task={task} edit={actions.edit} />
        <div className={beside}>
          <div className={cn(details, task.priority ? "max-sm:has-[>:only-child]:mr-0" : "sm:pr-7")}>
            {task.parent_id && <PartOf parent={task.parent_id} />}
            {task.subtasks.total > 0 && <SubtaskCount {...task.subtasks} />}
            {starts && <span className="whitespace-nowrap sm:order-1">from {relativeDay(starts, clock, locale)}</span>}
            {due && (
              <time
                dateTime={task.due_on ?? task.due_date ?? ""}
                title={formatDue(task, clock.zone, locale)}
                className={cn("whitespace-nowrap max-sm:-order-1 sm:order-2", late && "font-medium text-danger")}
              >
                {due}
              </time>
            )}
            {repeats && (
              <span title={repeats} className="max-sm:-order-1 sm:order-1">
                <Repeat aria-hidden className="size-3.5" />
                <span className="sr-only">{repeats}</span>
              </span>
            )}
            {task.priority && (
              <span
                title={task.priority}
                className={cn(marks[task.priority], "border-0 max-sm:absolute max-sm:right-0 max-sm:top-1 sm:order-3")}
              >
                <Flag aria-hidden className={cn("size-4", priorities.indexOf(task.priority) > 1 && "fill-current")} />
                <span className="sr-only">{task.priority}</span>
              </span>
            )}
            {task.category && <span className="max-w-32 truncate">{task.category}</span>}
            {task.tags.length > 0 && (
              <span className={tagLine}>
                {task.tags.map((tag) => (
                  // Tab would stop at each: the keyboard goes there by the row's menu, or by Ctrl and K.
                  <a key={tag} href={addressOf(tagView(tag))} tabIndex={-1} draggable={false} className={tagLink}>
                    #{tag}
                  </a>
                ))}
              </span>
            )}
            {list && (
              <a
                href={addressOf(listingOf("all", task.list_id))}
                tabIndex={-1}
                draggable={false}
                className="flex max-w-32 shrink-0 items-center hover:text-ink hover:underline"
              >
                <Dot color={list.color} />
                <span dir="auto" className="truncate">
                  {list.name}
                </span>
              </a>
            )}
          </div>
          {task.description && (
            <span className="flex max-h-[1lh] min-w-3.5 flex-1 flex-wrap gap-x-1 overflow-hidden">
              <AlignLeft aria-hidden className="h-[1lh] w-3.5" />
              <span dir="auto" className="min-w-12 flex-1 truncate">
                <Linked text={task.description} />
              </span>
            </span>
          )}
          {unsent && (
            <span className="inline-flex items-center gap-1 whitespace-nowrap text-warn max-sm:order-first max-sm:mr-3">
              <CloudOff aria-hidden className="size-3.5" />
              not sent yet
            </span>
          )}
        </div>
      </div>
      <span
        className={
          "-my-1 -mr-1 flex pointer-coarse:-my-2.5 [@media(hover:hover)]:[&_svg]:hidden " +
          "group-focus-within:[&_svg]:block group-hover:[&_svg]:block"
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
  const text = cn("truncate leading-6", completed && "text-muted line-through");
  return (
    <div
      className={cn("min-w-0", hasLink && "relative", !task.description && "sm:flex-1", task.priority && "max-sm:pr-6")}
    >
      <button
        type="button"
        data-title
        dir="auto"
        aria-haspopup="dialog"
        aria-label={hasLink ? title : undefined}
        onClick={() => edit(task)}
        className={cn("block w-full rounded-md text-left", hasLink ? "absolute inset-0" : text)}
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

/** Reports whether a row below the heading of a day says something of its task beside the title and the priority. */
export function hasDetails(task: Task, day: string, clock: Clock): boolean {
  const { parent_id, subtasks, due_on, due_date, is_recurring, category, tags, description } = task;
  const due = due_on ? due_on !== day : due_date;
  const others = parent_id || subtasks.total || is_recurring || category || tags.length || description;
  return Boolean(due || others || startOf(task, clock));
}

/** Returns the day on which an open task starts, where that is to come. */
function startOf({ completed, start_on }: Task, clock: Clock): string | undefined {
  return !completed && start_on && start_on > dayOf(clock.now, clock.zone) ? start_on : undefined;
}
