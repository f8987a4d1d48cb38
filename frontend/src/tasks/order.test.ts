import { describe, expect, test } from "vitest";

import { lastPositions, placed, positionsOf, stepped } from "@/tasks/order";

const tasksOf = (places: string) =>
  places.split(" ").map((place) => {
    const [id = "", position = ""] = place.split(":");
    return { id, position };
  });
const ids = (tasks: { id: string }[] | undefined) => tasks?.map(({ id }) => id).join("");

describe("one place", () => {
  const order = tasksOf("a:a0 b:a1 c:a2 d:a3 e:a4");
  test.each<[string, string, string, 1 | -1, string | undefined]>([
    ["up", "abcde", "c", -1, "acbde"],
    ["down", "abcde", "c", 1, "abdce"],
    ["to the top", "abcde", "b", -1, "bacde"],
    ["to the bottom", "abcde", "d", 1, "abced"],
    ["none above the first", "abcde", "a", -1, undefined],
    ["none below the last", "abcde", "e", 1, undefined],
    ["up, two as one", "abcde", "cd", -1, "acdbe"],
    ["down, two as one", "abcde", "bc", 1, "adbce"],
    ["two apart, each by one", "abcde", "bd", -1, "badce"],
    ["two apart, each by one, down", "abcde", "bd", 1, "acbed"],
    ["none of several where the first cannot", "abcde", "ad", -1, undefined],
    ["over what is not shown", "ace", "c", -1, "cabde"],
    ["over what is not shown, down", "ace", "c", 1, "abdec"],
  ])("%s: of %s, %s by %d is %s", (_, shown, moved, by, expected) => {
    const seen = order.filter(({ id }) => shown.includes(id));
    expect(ids(stepped(order, seen, new Set(moved), by))).toBe(expected);
  });
});

test.each<[string, string, boolean, string]>([
  ["a", "c", true, "bcad"],
  ["d", "b", false, "adbc"],
  ["ad", "b", true, "badc"],
  ["a", "a", true, "abcd"],
  ["ac", "c", false, "abcd"],
])("%s dropped at %s, below it %s: %s", (moved, target, below, expected) => {
  expect(ids(placed(tasksOf("a:a0 b:a1 c:a2 d:a3"), new Set(moved), target, below))).toBe(expected);
});

describe("positions", () => {
  const long = `a0${"z".repeat(254)}`;
  test.each<[string, string, string, string]>([
    ["between two", "a:a0 c:a5 b:a1", "c", "c"],
    ["before the first", "b:a1 a:a0", "b", "b"],
    ["after the last", "b:a1 a:a0", "a", "a"],
    ["of two runs", "b:a1 a:a0 d:a3 c:a2", "bd", "bd"],
    ["of several as one", "c:a2 d:a3 a:a0 b:a1", "cd", "cd"],
    ["those alike below are placed anew", "a:a0 d:a3 b:a0 c:a1", "d", "bd"],
    ["all that are alike", "b:a0 a:a0 c:a0", "b", "b"],
    ["of another scheme", "b:x a:nothing", "b", "ab"],
    ["of another scheme at both sides", "a:? b:a0 c:!", "b", "abc"],
    ["where a position would be too long", `a:${long} c:a3 b:a1`, "c", "bc"],
  ])("%s: %s, moved %s", (_, order, moved, expected) => {
    const tasks = tasksOf(order);
    const changed = positionsOf(tasks, new Set(moved));
    expect([...changed.keys()].sort().join("")).toBe(expected);
    const places = tasks.map(({ id, position }) => changed.get(id) ?? position);
    const valid = places.filter((place) => /^[A-Za-z][0-9A-Za-z]+$/.test(place));
    expect(valid).toEqual(valid.toSorted());
    expect(new Set(changed.values()).size).toBe(changed.size);
    for (const place of changed.values()) expect(place.length).toBeLessThanOrEqual(256);
  });
});

test.each([
  ["", 2, ["a0", "a1"]],
  ["a:a0 b:a4", 2, ["a5", "a6"]],
  ["a:?", 1, ["a0"]], // of another scheme
])("after %s, %d: %s", (order, n, expected) => {
  expect(lastPositions(order ? tasksOf(order) : [], n)).toEqual(expected);
});
