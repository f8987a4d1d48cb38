import type { components } from "@/api/schema";
import { dayOf, startOf, type Clock } from "@/lib/dates";
import { dueAt } from "@/tasks/due";
import type { Task } from "@/tasks/task";

export type Overview = components["schemas"]["Overview"];

const days = 14;
const mostLabels = 200;

/** Returns the overview of a user's tasks, as the backend would answer it (GET /api/overview). */
export function overviewOf(tasks: Task[], clock: Clock): Overview {
  const { now, zone } = clock;
  const [tomorrow, nextWeek] = [startOf(clock, 1), startOf(clock, 7)];
  const starts = Array.from({ length: days }, (_, i) => startOf(clock, i + 1 - days));
  const completed = new Array<number>(days).fill(0);
  const counts = { overdue: 0, due_today: 0, due_this_week: 0 };
  const tags = new Map<string, number>();
  const categories = new Map<string, number>();
  const add = (labels: Map<string, number>, name: string) => labels.set(name, (labels.get(name) ?? 0) + 1);
  for (const task of tasks) {
    const due = task.completed ? null : dueAt(task, zone);
    if (task.completed) {
      const at = Date.parse(task.completed_at ?? "");
      const day = at < tomorrow ? starts.findLastIndex((start) => at >= start) : -1;
      if (day >= 0) completed[day] = (completed[day] ?? 0) + 1;
    } else if (due !== null) {
      if (due < now) counts.overdue++;
      else if (due < nextWeek) counts.due_this_week++;
      if (due >= now && due < tomorrow) counts.due_today++;
    }
    for (const tag of task.tags) add(tags, tag);
    if (task.category) add(categories, task.category);
  }
  return {
    timezone: zone,
    ...counts,
    completed_per_day: starts.map((start, i) => ({ date: dayOf(start, zone), count: completed[i] ?? 0 })),
    tags: mostUsed(tags),
    categories: mostUsed(categories),
  };
}

function mostUsed(labels: Map<string, number>): { name: string; count: number }[] {
  const all = Array.from(labels, ([name, count]) => ({ name, count }));
  return all.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, "en")).slice(0, mostLabels);
}
