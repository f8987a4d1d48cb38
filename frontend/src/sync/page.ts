import type { CopyState, List, Progress, Task } from "@/sync/database";
import type { Changes } from "@/sync/feed";

/** What a page of a list's changes changes of a copy. */
export interface PageEffect {
  put: Task[];
  /** The ids of the tasks that go. */
  drop: string[];
  progress: Record<string, Progress>;
  /** Whether a task has left the list that the copy has there: it may be in another list by now. */
  left: boolean;
}

/** Returns what a page changes of the tasks of a copy; "expired" says that the list has to be read anew. */
export function effectOf(
  page: Changes | "expired",
  list: List,
  tasks: ReadonlyMap<string, Task>,
  progress: CopyState["progress"],
): PageEffect {
  const at = (next: Progress) => ({ ...progress, [list.id]: next });
  if (page === "expired") return { put: [], drop: [], progress: at({ anew: [] }), left: false };
  const { cursor, more } = page;
  const removed = page.removed.filter((id) => tasks.get(id)?.list_id === list.id); // else another list has it by now
  const trashed = page.tasks.filter((task) => task.deleted_at !== null).map((task) => task.id);
  const put = page.tasks.filter((task) => task.deleted_at === null);
  const drop = [...trashed, ...removed];
  const before = progress[list.id]?.anew;
  const anew = before && [...before, ...put.map((task) => task.id)];
  if (anew && !more) drop.push(...absent(list, tasks, new Set(anew)));
  const next = more ? { cursor, ...(anew ? { anew } : {}) } : { cursor, seq: list.change_seq };
  return { put, drop, progress: at(next), left: removed.length > 0 };
}

/** Returns the ids of the tasks of a list that are not among those that came as it was read anew. */
function absent(list: List, tasks: ReadonlyMap<string, Task>, came: ReadonlySet<string>): string[] {
  return [...tasks.values()].filter((task) => task.list_id === list.id && !came.has(task.id)).map((task) => task.id);
}

/** Returns what becomes of a copy without the lists that are not there any more, nor their tasks. */
export function withoutFormerLists(state: CopyState, tasks: ReadonlyMap<string, Task>) {
  const ids = new Set(state.lists.map((list) => list.id));
  const progress = Object.entries(state.progress).filter(([id]) => ids.has(id));
  if (progress.length === Object.keys(state.progress).length) return undefined; // there is none
  const drop = [...tasks.values()].filter((task) => !ids.has(task.list_id)).map((task) => task.id);
  return { drop, progress: Object.fromEntries(progress) };
}
