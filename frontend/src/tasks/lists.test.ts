import { expect, test } from "vitest";

import { inOrder, lastPosition, listColors, listNameRule, movedTo, withCounts, type TaskList } from "@/tasks/lists";

const list = (id: string, position: string) => ({ id, position }) as TaskList;
const lists = ["a0", "a1", "a2", "a3"].map((position, i) => list("ABCD".charAt(i), position));

/** The ids of lists after a move. */
function order(lists: TaskList[], id: string, index: number) {
  const moves = new Map(movedTo(lists, id, index).map((move) => [move.id, move.position]));
  return inOrder(lists.map((l) => ({ ...l, position: moves.get(l.id) ?? l.position }))).map((l) => l.id).join("");
}

test.each([
  ["A", 1, "BACD"],
  ["A", 3, "BCDA"],
  ["D", 0, "DABC"],
  ["C", 1, "ACBD"],
  ["B", 1, "ABCD"],
  ["B", -1, "ABCD"],
  ["B", 4, "ABCD"],
  ["X", 1, "ABCD"],
])("%s at %s makes %s, and touches it alone", (id, index, expected) => {
  expect(order(lists, id, index)).toBe(expected);
  expect(movedTo(lists, id, index).length).toBeLessThanOrEqual(1);
});

test("lists of one position can be parted", () => {
  const alike = ["A", "B", "C"].map((id) => list(id, "a0"));
  expect(order(alike, "C", 1)).toBe("ACB");
  expect(order(alike, "A", 2)).toBe("BCA");
});

test("a new list comes last", () => {
  expect(lastPosition([])).toBe("a0");
  expect(lastPosition(lists) > "a3").toBe(true);
  expect(lastPosition([list("A", "!")])).toBe("a0");
});

test.each([
  ["", "Name is required"],
  [" \u200b ", "Name is required"],
  ["a\u0007", "Name must not contain control characters"],
  ["😀".repeat(100), undefined],
  ["😀".repeat(101), "Name must be 100 characters or less"],
  ["קניות", undefined],
])("the name %j: %s", (name, rule) => {
  expect(listNameRule(name)).toBe(rule);
});

test("each color is seen on the pages of both themes", () => {
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const c = parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const { name, value } of listColors)
    for (const page of ["#ffffff", "#f7f7f5", "#eeeeeb", "#1d1c1a", "#141312", "#282623"])
      expect(contrast(value, page), `${name} on ${page}`).toBeGreaterThanOrEqual(3);
});

test("a list has the counts of its tasks, whatever the backend has counted before", () => {
  const counted = { ...list("A", "a0"), total: 9, completed: 9 };
  const tasks = [true, false, false].map((completed) => ({ list_id: "A", completed }));
  const elsewhere = { list_id: "X", completed: false };
  expect(withCounts([counted, list("B", "a1")], [...tasks, elsewhere])).toMatchObject([
    { id: "A", total: 3, completed: 1 },
    { id: "B", total: 0, completed: 0 },
  ]);
});
