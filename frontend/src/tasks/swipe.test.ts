import { expect, test } from "vitest";

import { swipeOf, type Swipe } from "@/tasks/swipe";

test.each<[dx: number, dy: number, isSwiping: boolean, swipe: Swipe]>([
  [0, 0, false, "nothing yet"],
  [11, 0, false, "nothing yet"],
  [0, -11, false, "nothing yet"],
  [8, 9, false, "scrolling"],
  [0, 12, false, "scrolling"],
  [20, 14, false, "scrolling"], // too steep
  [-20, -14, false, "scrolling"],
  [12, 0, false, "swiping"],
  [-30, 19, false, "swiping"],
  [95, 0, true, "swiping"],
  [96, 0, true, "right"],
  [-96, 0, true, "left"],
  [120, 0, false, "right"], // in one movement
  [120, 200, true, "right"], // once it swipes, it does not scroll
  [3, 60, true, "swiping"], // back again, it does nothing
])("a movement by %i, %i, swiping before %s, is %s", (dx, dy, isSwiping, swipe) => {
  expect(swipeOf(dx, dy, isSwiping)).toBe(swipe);
});
