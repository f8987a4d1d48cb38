import { generateNKeysBetween } from "fractional-indexing";

import type { Task } from "@/tasks/task";

type Placed = Pick<Task, "id" | "position">;

const longest = 256; // characters of a position

/**
 * Returns an order in which some of the tasks that are shown stand one place higher (-1) or lower (1) among these;
 * undefined where they are at the end already. What is not shown, but in the order, stays where it is.
 */
export function stepped<T extends Placed>(
  order: T[],
  shown: T[],
  moved: ReadonlySet<string>,
  by: 1 | -1,
): T[] | undefined {
  const upwards = (tasks: T[]) => (by < 0 ? tasks : tasks.toReversed());
  const result = upwards(order).filter(({ id }) => !moved.has(id));
  let passed: T | undefined;
  for (const task of upwards(shown)) {
    if (!moved.has(task.id)) passed = task;
    else if (passed) result.splice(result.indexOf(passed), 0, task);
    else return undefined;
  }
  return upwards(result);
}

/** Returns an order in which some of the tasks stand together above or below another one, which stays where it is. */
export function placed<T extends Placed>(order: T[], moved: ReadonlySet<string>, target: string, below: boolean): T[] {
  const rest = order.filter(({ id }) => !moved.has(id));
  const at = rest.findIndex(({ id }) => id === target);
  const block = order.filter(({ id }) => moved.has(id));
  return at < 0 ? order : rest.toSpliced(below ? at + 1 : at, 0, ...block);
}

/**
 * Returns the positions that give tasks an order: new ones for those that have moved, and for as few of those below
 * them as it takes where nothing fits in between.
 */
export function positionsOf(order: Placed[], moved: ReadonlySet<string>): Map<string, string> {
  const positions = order.map(({ position }) => position);
  const changed = new Map<string, string>();
  for (let first = 0; first < order.length; first++) {
    if (!moved.has(order[first]?.id ?? "")) continue;
    let end = first + 1;
    while (moved.has(order[end]?.id ?? "")) end++;
    let start = first;
    let made = between(positions[start - 1], positions[end], end - start);
    while (!made) {
      if (end < order.length) end++;
      else start--;
      made = between(positions[start - 1], positions[end], end - start);
    }
    positions.splice(start, made.length, ...made);
    for (let i = start; i < end; i++) changed.set(order[i]?.id ?? "", positions[i] ?? "");
    first = end - 1;
  }
  return changed;
}

/** Returns which tasks of an order get another position for it, with that. */
export function repositioned<T extends Placed>(order: T[], moved: ReadonlySet<string>): [task: T, position: string][] {
  const positions = positionsOf(order, moved);
  return order.flatMap((task) => {
    const position = positions.get(task.id);
    return position ? [[task, position]] : [];
  });
}

/** Says how to come to an order by hand, from another order or a view that is not of a list. */
export function otherOrder(inList: boolean): string {
  return `To move tasks, ${inList ? "" : "open their list and "}choose the order “By hand” under “Display”.`;
}

/** Returns so many positions after those of tasks that are in their order. */
export function lastPositions(order: Placed[], n: number): string[] {
  return between(order.at(-1)?.position, undefined, n) ?? between(undefined, undefined, n) ?? [];
}

/** Returns so many positions between two; undefined where these are alike, of another scheme, or too close. */
function between(before: string | undefined, after: string | undefined, n: number): string[] | undefined {
  try {
    const made = generateNKeysBetween(before ?? null, after ?? null, n);
    return made.every(({ length }) => length <= longest) ? made : undefined;
  } catch {
    return undefined;
  }
}
