import { generateKeyBetween, generateNKeysBetween } from "fractional-indexing";

import type { components } from "@/api/schema";
import { requiredRule } from "@/tasks/rules";
import type { Task } from "@/tasks/task";

export type TaskList = components["schemas"]["List"];
/** What is changed of a list: an absent field stays, a null color clears it. */
export type ListPatch = components["schemas"]["ListUpdate"];

/** The colors that the page offers, each seen on the pages of both themes (WCAG 2.2, 1.4.11). */
export const listColors = [
  { name: "Red", value: "#d6453d" },
  { name: "Orange", value: "#c2620e" },
  { name: "Green", value: "#2f8f4e" },
  { name: "Teal", value: "#11899a" },
  { name: "Blue", value: "#3d7be0" },
  { name: "Violet", value: "#8b5fd6" },
  { name: "Pink", value: "#c94f96" },
  { name: "Grey", value: "#7d796f" },
] as const;

/** How many lists a user can have. */
export const maxLists = 200;

/** Returns lists in the order of the backend: by position, then by id. */
export function inOrder(lists: TaskList[]): TaskList[] {
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return lists.toSorted((a, b) => by(a.position, b.position) || by(a.id, b.id));
}

/** Returns lists with the counts of the tasks that are there now. */
export function withCounts(lists: TaskList[], tasks: Pick<Task, "list_id" | "completed">[]): TaskList[] {
  const counts = new Map(lists.map(({ id }) => [id, { total: 0, completed: 0 }]));
  for (const { list_id, completed } of tasks) {
    const count = counts.get(list_id);
    if (!count) continue;
    count.total++;
    if (completed) count.completed++;
  }
  return lists.map((list) => ({ ...list, ...counts.get(list.id) }));
}

/** Returns the position after all lists. */
export function lastPosition(lists: TaskList[]): string {
  try {
    return generateKeyBetween(inOrder(lists).at(-1)?.position ?? null, null);
  } catch {
    return generateKeyBetween(null, null); // another client's key, of another scheme
  }
}

/**
 * Returns the lists that get another position when one of them, which are in order, moves to another index: that one
 * alone, or all where two have the same position and nothing fits in between.
 */
export function movedTo(lists: TaskList[], id: string, index: number): Pick<TaskList, "id" | "position">[] {
  const list = lists.find((l) => l.id === id);
  if (!list || index < 0 || index >= lists.length || lists[index] === list) return [];
  const rest = lists.filter((l) => l.id !== id);
  try {
    return [{ id, position: generateKeyBetween(rest[index - 1]?.position ?? null, rest[index]?.position ?? null) }];
  } catch {
    const order = rest.toSpliced(index, 0, list);
    const positions = generateNKeysBetween(null, null, order.length);
    return order.map((l, i) => ({ id: l.id, position: positions[i] ?? l.position }));
  }
}

/** Returns the rule that a name breaks, if any, in the backend's sentence. */
export const listNameRule = (name: string) => requiredRule(name, "Name", 100);
