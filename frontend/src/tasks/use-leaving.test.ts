import { expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { withDepartures } from "@/tasks/use-leaving";
import { between } from "@/tasks/use-selection";

const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => makeTask({ id })) as [Task, Task, Task, Task];
type Task = ReturnType<typeof makeTask>;
const leaves = (task: Task, index: number, above?: Task) => ({ task, index, above: above?.id });
const shown = (tasks: Task[], ...departures: ReturnType<typeof leaves>[]) => {
  const { tasks: list, leaving } = withDepartures(tasks, departures);
  return list?.map(({ id }) => (leaving.has(id) ? `(${id})` : id)).join(" ");
};

test("a task that has left stays in its place for a moment", () => {
  expect(shown([a, c], leaves(b, 1, a))).toBe("a (b) c");
  expect(shown([b, c], leaves(a, 0))).toBe("(a) b c");
  expect(shown([a, b], leaves(c, 2, b))).toBe("a b (c)");
  expect(shown([], leaves(a, 0))).toBe("(a)");
});

test("several that leave keep their order", () => {
  expect(shown([a, d], leaves(b, 1, a), leaves(c, 2, b))).toBe("a (b) (c) d");
  expect(shown([d], leaves(a, 0), leaves(b, 1, a), leaves(c, 2, b))).toBe("(a) (b) (c) d");
});

test("one whose neighbour has left without a word stands at its index", () => {
  expect(shown([a, d], leaves(c, 2, b))).toBe("a d (c)");
});

test("one that is still in the list, or back, does not leave", () => {
  expect(shown([a, b, c], leaves(b, 1, a))).toBe("a b c");
});

test("a selection is extended from where it began, in either direction", () => {
  const list = [a, b, c, d];
  expect([...between(list, "b", "d")]).toEqual(["b", "c", "d"]);
  expect([...between(list, "c", "a")]).toEqual(["a", "b", "c"]);
  expect([...between(list, "b", "b")]).toEqual(["b"]);
});
