import { startOf, type Clock } from "@/lib/dates";
import { dueAt, isOverdue } from "@/tasks/due";
import { compareTitles, hasWords, searchWords } from "@/tasks/search";
import { priorities, type Priority, type Task } from "@/tasks/task";

/** What the list shows and in which order; the page's address keeps it. */
export interface Listing {
  state: "open" | "done" | "all";
  due: "" | "overdue" | "today" | "week";
  priority: Priority | "";
  tag: string;
  category: string;
  search: string;
  sort: Sort;
}

/** The orders, as the backend names them. */
export const sorts = {
  newest: { label: "Newest first", sort_by: "created_at", order: "desc" },
  oldest: { label: "Oldest first", sort_by: "created_at", order: "asc" },
  due: { label: "Due first", sort_by: "due_date", order: "asc" },
  priority: { label: "Most pressing first", sort_by: "priority", order: "desc" },
  title: { label: "By title", sort_by: "title", order: "asc" },
  changed: { label: "Last changed first", sort_by: "updated_at", order: "desc" },
} as const;
export type Sort = keyof typeof sorts;

export const defaultListing: Listing = {
  state: "open",
  due: "",
  priority: "",
  tag: "",
  category: "",
  search: "",
  sort: "newest",
};

export const stateLabels = { open: "Open", done: "Done", all: "All" } as const;

/** The tiles of the overview and the choices of the filter. */
export const dueFilters = { overdue: "Overdue", today: "Due today", week: "Next 7 days" } as const;

/** Reads a listing from the page's address; what it cannot mean is left out. */
export function fromParams(params: URLSearchParams): Listing {
  const choice = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = params.get(name) as T;
    return allowed.includes(value) ? value : otherwise;
  };
  return {
    state: choice("state", ["open", "done", "all"], "open"),
    due: choice("due", ["", "overdue", "today", "week"], ""),
    priority: choice("priority", ["", ...priorities], ""),
    tag: (params.get("tag") ?? "").normalize("NFC").slice(0, 50),
    category: (params.get("category") ?? "").normalize("NFC").slice(0, 50),
    search: (params.get("search") ?? "").slice(0, 200),
    sort: choice("sort", Object.keys(sorts) as Sort[], "newest"),
  };
}

/** The part of the address that says how the listing differs from the usual one; "" where it does not. */
export function toParams(listing: Listing): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(listing)) {
    if (value !== defaultListing[name as keyof Listing]) params.set(name, value);
  }
  return params.size ? `?${params}` : "";
}

/** How many filters are set, the state and the search aside. */
export function filterCount(listing: Listing): number {
  return [listing.due, listing.priority, listing.tag, listing.category].filter(Boolean).length;
}

/** The backend's query for a listing at this moment. */
export function toQuery(listing: Listing, clock: Clock) {
  const { sort_by, order } = sorts[listing.sort];
  const iso = (at: number) => new Date(at).toISOString();
  return {
    sort_by,
    order,
    ...(listing.state === "all" ? {} : { completed: listing.state === "done" }),
    ...(listing.priority ? { priority: listing.priority } : {}),
    ...(listing.tag ? { tag: listing.tag } : {}),
    ...(listing.category ? { category: listing.category } : {}),
    ...(listing.search ? { search: listing.search } : {}),
    ...(listing.due === "overdue" ? { due_before: iso(clock.now) } : {}),
    // due_after is exclusive: a millisecond earlier takes the moment itself in.
    ...(listing.due === "today" ? { due_after: iso(clock.now - 1), due_before: iso(startOf(clock, 1)) } : {}),
    ...(listing.due === "week" ? { due_after: iso(clock.now - 1), due_before: iso(startOf(clock, 7)) } : {}),
  };
}

/** Reports whether a task is in a listing, as the backend would say. */
export function matches(task: Task, listing: Listing, clock: Clock): boolean {
  if (listing.state !== "all" && task.completed !== (listing.state === "done")) return false;
  if (listing.priority && task.priority !== listing.priority) return false;
  if (listing.tag && !task.tags.includes(listing.tag)) return false;
  if (listing.category && task.category !== listing.category) return false;
  if (listing.search && !hasWords(task, searchWords(listing.search))) return false;
  return listing.due === "" || dueIn(task, listing.due, clock);
}

/** Reports whether a task's due date lies in a part of the overview, completed or not. */
export function dueIn(task: Task, due: keyof typeof dueFilters, clock: Clock): boolean {
  const at = dueAt(task, clock.zone);
  if (at === null) return false;
  if (due === "overdue") return isOverdue({ ...task, completed: false }, clock);
  return at >= clock.now && at < startOf(clock, due === "today" ? 1 : 7);
}

/**
 * Reports by its sign whether a comes before b (negative) or after it in a listing; among equals the backend takes the
 * order of their creation.
 */
export function compare(a: Task, b: Task, sort: Sort): number {
  const { sort_by, order } = sorts[sort];
  let by = 0;
  if (sort_by === "priority") {
    by = rank(a) - rank(b);
  } else if (sort_by === "title") {
    by = compareTitles(a.title, b.title);
  } else if (sort_by === "due_date") {
    const due = (task: Task) => (task.due_date ? Date.parse(task.due_date) : Infinity);
    by = due(a) - due(b) || 0; // Infinity - Infinity is NaN
  } else {
    by = Date.parse(a[sort_by]) - Date.parse(b[sort_by]);
  }
  by ||= Date.parse(a.created_at) - Date.parse(b.created_at);
  return order === "asc" ? by : -by;
}

const rank = (task: Task) => (task.priority ? priorities.indexOf(task.priority) + 1 : 0);
