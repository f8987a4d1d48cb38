import { CalendarDays, Check, Plus, Repeat } from "lucide-react";

import { cn } from "@/ui/cn";

interface Shown {
  title: string;
  due?: string;
  late?: boolean;
  weekly?: boolean;
  priority?: "high" | "medium";
  tag?: string;
  done?: boolean;
}

const tasks: Shown[] = [
  { title: "Send the invoice", due: "2 days late", late: true, priority: "high" },
  { title: "Water the plants", due: "today", weekly: true, tag: "home" },
  { title: "Book the train to Lisbon", due: "Friday, 18:00", tag: "travel", priority: "medium" },
  { title: "Read chapter four", tag: "course" },
  { title: "Buy oats and lemons", done: true },
];

const rings = { high: "border-warn", medium: "border-accent" };

/** A picture of the task list; it is not interactive. */
export function Illustration() {
  return (
    <div aria-hidden className="pointer-events-none select-none rounded-2xl border bg-surface p-4 shadow-lg sm:p-5">
      <div className="flex gap-2">
        <div
          className={cn(
            "flex h-12 min-w-0 flex-1 items-center rounded-xl border border-accent px-3",
            "outline-2 outline-accent",
          )}
        >
          <span className="truncate">Call Ann tomorrow 9am #family</span>
          <span className="ml-px h-5 w-px shrink-0 bg-ink" />
        </div>
        <div className="flex size-12 items-center justify-center rounded-xl bg-accent text-on-accent">
          <Plus className="size-5" />
        </div>
      </div>
      <div className="mt-2 flex gap-1.5 text-sm text-accent">
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5">Due tomorrow, 09:00</span>
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5">#family</span>
      </div>
      <div className="mt-4 divide-y">
        {tasks.map((task) => (
          <div key={task.title} className="flex gap-3 py-2.5">
            <span
              className={cn(
                "mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full border-2",
                task.done
                  ? "border-accent bg-accent text-on-accent"
                  : task.priority
                    ? rings[task.priority]
                    : "border-edge",
              )}
            >
              {task.done && <Check strokeWidth={3} className="size-4" />}
            </span>
            <div className="min-w-0">
              <div className={cn("truncate leading-7", task.done && "text-muted line-through")}>{task.title}</div>
              <div className="flex items-center gap-3 text-xs text-muted empty:hidden">
                {task.due && (
                  <span className={cn("inline-flex items-center gap-1", task.late && "font-medium text-danger")}>
                    <CalendarDays className="size-3.5" />
                    {task.due}
                  </span>
                )}
                {task.weekly && (
                  <span className="inline-flex items-center gap-1">
                    <Repeat className="size-3.5" />
                    weekly
                  </span>
                )}
                {task.priority && (
                  <span className={cn("font-medium", task.priority === "high" ? "text-warn" : "text-accent")}>
                    {task.priority}
                  </span>
                )}
                {task.tag && <span className="rounded-full bg-sunken px-2 py-0.5">#{task.tag}</span>}
              </div>
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
