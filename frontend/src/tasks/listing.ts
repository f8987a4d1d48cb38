import { dayOf, startOf, type Clock } from "@/lib/dates";
import { dueAt, isOverdue } from "@/tasks/due";
import { hasWords, nameKey, searchKey, searchOf } from "@/tasks/search";
import { priorities, type Priority, type Task } from "@/tasks/task";

/** What the list shows and in which order; the page's address keeps it. */
export interface Listing {
  view: View;
  /** The id of the list whose tasks are shown; "" for those of all lists. */
  list: string;
  state: "open" | "done" | "all";
  due: "" | "overdue" | "today" | "week";
  priority: Priority | "";
  /** Those that a task must have, all of them. */
  tags: readonly string[];
  category: string;
  search: string;
  sort: Sort;
}

/** The views that are more than a list and its filters: "all" is that. */
export type View = "all" | "today" | "upcoming" | "done" | "trash";
const views: readonly View[] = ["all", "today", "upcoming", "done", "trash"];

/** The orders, by the field of a task that they go by. */
export const sorts = {
  newest: { label: "Newest first", sort_by: "created_at", order: "desc" },
  oldest: { label: "Oldest first", sort_by: "created_at", order: "asc" },
  due: { label: "Due first", sort_by: "due_date", order: "asc" },
  priority: { label: "Most pressing first", sort_by: "priority", order: "desc" },
  title: { label: "By title", sort_by: "title", order: "asc" },
  changed: { label: "Last changed first", sort_by: "updated_at", order: "desc" },
  position: { label: "By hand", sort_by: "position", order: "asc" },
  agenda: { label: "By time, then priority", sort_by: "due_date", order: "asc" },
  completed: { label: "Last done first", sort_by: "updated_at", order: "desc" },
} as const;
export type Sort = keyof typeof sorts;

export const defaultListing: Listing = {
  view: "all",
  list: "",
  state: "open",
  due: "",
  priority: "",
  tags: [],
  category: "",
  search: "",
  sort: "newest",
};

export const stateLabels = { open: "Open", done: "Done", all: "All" } as const;
export const dueFilters = { overdue: "Overdue", today: "Due today", week: "Next 7 days" } as const;

/** Returns a view as it is before anything is chosen; list is for the view "all" alone. */
export function listingOf(view: View, list = ""): Listing {
  switch (view) {
    case "today":
    case "upcoming":
      return { ...defaultListing, view, sort: "agenda" };
    case "done":
      return { ...defaultListing, view, state: "done", sort: "completed" };
    case "trash":
      return { ...defaultListing, view };
    case "all":
      return list ? { ...defaultListing, list, sort: "position" } : defaultListing;
  }
}

/** Returns the view of a tag. */
export function tagView(tag: string): Listing {
  return { ...defaultListing, tags: [tag] };
}

/** Returns a listing without its search and filters. */
export function unfiltered(listing: Listing): Listing {
  return { ...listing, due: "", priority: "", tags: [], category: "", search: "" };
}

/** Returns the orders that a listing can have; a position counts within one list. */
export function sortsOf({ view, list }: Listing): Sort[] {
  const general: Sort[] = ["newest", "oldest", "due", "priority", "title", "changed"];
  if (view !== "all") return [];
  return list ? ["position", ...general] : general;
}

/** Reads a listing from the page's address; what it cannot mean is left out. */
export function fromParams(params: URLSearchParams): Listing {
  const choice = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = params.get(name) as T;
    return allowed.includes(value) ? value : otherwise;
  };
  const view = choice("view", views, "all");
  const list = view === "all" ? (params.get("list") ?? "").toLowerCase() : "";
  const usual = listingOf(view, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(list) ? list : "");
  const free = view === "all";
  return {
    ...usual,
    state: free ? choice("state", ["open", "done", "all"], "open") : usual.state,
    due: free ? choice("due", ["", "overdue", "today", "week"], "") : "",
    priority: choice("priority", ["", ...priorities], ""),
    tags: [...new Set(params.getAll("tag").map((tag) => tag.normalize("NFC").slice(0, 50)))].filter(Boolean),
    category: (params.get("category") ?? "").normalize("NFC").slice(0, 50),
    search: view === "trash" ? "" : (params.get("search") ?? "").slice(0, 200),
    sort: choice("sort", sortsOf(usual), usual.sort),
  };
}

/** The part of the address that says how the listing differs from the usual one of its view; "" where it does not. */
export function toParams(listing: Listing): string {
  const params = new URLSearchParams();
  const usual = { ...listingOf(listing.view, listing.list), view: "all", list: "" };
  for (const [name, value] of Object.entries(listing)) {
    if (name === "tags") listing.tags.forEach((tag) => params.append("tag", tag));
    else if (value !== usual[name as keyof Listing]) params.set(name, value);
  }
  return params.size ? `?${params}` : "";
}

/** Returns the tags that narrow a view: without a view or list, the first tag is itself a view. */
export function tagFilters(listing: Listing): readonly string[] {
  return listing.tags.slice(isTagView(listing) ? 1 : 0);
}

/** How many filters are set, the state and the search aside. */
export function filterCount(listing: Listing): number {
  const { due, priority, category } = listing;
  return [due, priority, category, ...tagFilters(listing)].filter(Boolean).length;
}

/** Reports whether a listing is the view of its first tag. */
export function isTagView({ view, list, tags }: Listing): boolean {
  return view === "all" && list === "" && tags.length > 0;
}

/** Names the view of a listing, whatever its filters. */
export function viewKey(listing: Listing): string {
  if (listing.view !== "all") return listing.view;
  if (listing.list) return `list ${listing.list}`;
  return isTagView(listing) ? `tag ${listing.tags[0]}` : "all";
}

/** Reports whether what is in a listing depends on where days begin, in the zone of the profile. */
export function asksForDays({ view, due }: Listing): boolean {
  return due !== "" || view === "today" || view === "upcoming";
}

/**
 * Returns the listing that a search looks through, another one as it is: all lists whatever view it starts from, and
 * what is done as well, but where it is narrowed to what is due. Filters that are shown go on.
 */
export function searched(listing: Listing): Listing {
  const { due, priority, category, search } = listing;
  if (search === "") return listing;
  const tags = tagFilters(listing);
  const sort = sortsOf(defaultListing).includes(listing.sort) ? listing.sort : defaultListing.sort;
  return { ...defaultListing, state: due ? "open" : "all", due, priority, category, tags, search, sort };
}

/** The lists, by whose names a search can ask. */
export type Named = readonly { id: string; name: string }[];

/**
 * Reports whether a task is in a listing, as the backend would say; a subtask is not where it stands in its task, and
 * a search means more than it does there.
 */
export function matches(task: Task, listing: Listing, clock: Clock, lists: Named = []): boolean {
  if (listing.view === "trash" || !isInView(task, listing.view, clock)) return false;
  if (task.parent_id !== null && !showsSubtasks(listing)) return false;
  if (listing.list && task.list_id !== listing.list) return false;
  if (listing.state !== "all" && task.completed !== (listing.state === "done")) return false;
  if (listing.priority && task.priority !== listing.priority) return false;
  if (!listing.tags.every((tag) => task.tags.includes(tag))) return false;
  if (listing.category && task.category !== listing.category) return false;
  if (listing.search && !isFound(task, listing.search, clock, lists)) return false;
  return listing.due === "" || dueIn(task, listing.due, clock);
}

/**
 * Reports whether a listing shows subtasks by themselves: where one looks for something, for a day or for what is done.
 */
function showsSubtasks({ view, due, priority, tags, category, search }: Listing): boolean {
  return view !== "all" || [due, priority, ...tags, category, search].some(Boolean);
}

const hasDue = ({ due_on, due_date }: Task) => due_on !== null || due_date !== null;

/** Reports whether a search finds a task: each of its words narrows it. What is done is not due. */
function isFound(task: Task, query: string, clock: Clock, lists: Named): boolean {
  const { words, tags, places, priorities, dues } = searchOf(query);
  const list = places.length > 0 ? lists.find(({ id }) => id === task.list_id) : undefined;
  const names = places.length > 0 ? [list?.name ?? "", task.category ?? ""].map(nameKey) : [];
  return (
    hasWords(task, words) &&
    tags.every((start) => task.tags.some((tag) => searchKey(tag).startsWith(start))) &&
    places.every((start) => names.some((name) => name.startsWith(start))) &&
    priorities.every((priority) => task.priority === priority) &&
    dues.every((due) => !task.completed && (due === "ever" ? hasDue(task) : dueIn(task, due, clock)))
  );
}

function isInView(task: Task, view: View, clock: Clock): boolean {
  if (view !== "today" && view !== "upcoming") return true;
  const at = dueAt(task, clock.zone);
  if (at === null) return false;
  const tomorrow = startOf(clock, 1);
  return view === "upcoming" ? at >= tomorrow : at < tomorrow && isStartable(task, clock);
}

/** Reports whether a task has no start, or one that has come. */
export function isStartable(task: Pick<Task, "start_on">, clock: Clock): boolean {
  return task.start_on === null || task.start_on <= dayOf(clock.now, clock.zone);
}

/** Reports whether a task's due date lies in a part of the overview, completed or not. */
export function dueIn(task: Task, due: keyof typeof dueFilters, clock: Clock): boolean {
  const at = dueAt(task, clock.zone);
  if (at === null) return false;
  if (due === "overdue") return isOverdue({ ...task, completed: false }, clock);
  return at >= clock.now && at < startOf(clock, due === "today" ? 1 : 7);
}
