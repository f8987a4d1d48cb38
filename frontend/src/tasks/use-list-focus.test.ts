import { describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import type { Task } from "@/tasks/task";
import { placeAfter } from "@/tasks/use-list-focus";

/** Returns tasks by the letters of their ids; one in capitals but stands for its next occurrence. */
const tasksOf = (ids: string) =>
  [...ids].map((id): Task => {
    const task = makeTask({ id: id.toLowerCase() });
    return id === task.id ? task : ({ ...task, awaited: true } as Task);
  });

describe("the place of the focus", () => {
  test.each([
    ["stays with its task", "abc", "b", "abc", "", "b"],
    ["follows its task", "abc", "a", "bca", "", "a"],
    ["goes to the next one", "abc", "b", "ac", "", "c"],
    ["goes to the next one that does not leave", "abcd", "b", "abcd", "bc", "d"],
    ["goes to the one above from the last", "abc", "c", "ab", "", "b"],
    ["goes over several to the one above", "abc", "c", "abc", "bc", "a"],
    ["goes to the next one of where it was, not of what has come since", "abc", "b", "xac", "", "c"],
    ["leaves what waits for its next date", "abc", "b", "aBc", "", "c"],
    ["stays at what waits, where all others do", "b", "b", "B", "", "b"],
    ["goes to what has come in its place", "b", "b", "x", "", "x"],
    ["goes to the first, where it was in no list", "", "b", "ab", "", "a"],
    ["waits until all have left", "ab", "a", "ab", "ab", undefined],
    ["is nowhere in an empty list", "ab", "a", "", "", undefined],
  ])("%s", (_, among, id, now, leaving, expected) => {
    const tasks = tasksOf(now);
    const place = placeAfter({ id, among: tasksOf(among) }, tasks, new Set(leaving));
    expect(place === undefined ? undefined : tasks[place]?.id).toBe(expected);
  });
});
