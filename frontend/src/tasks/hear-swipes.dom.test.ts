import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { hearSwipes } from "@/tasks/swipe";

const done: string[] = [];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  Element.prototype.animate = () => ({}) as Animation;
  const links = '<a href="https://example.com" target="_blank">x</a><a href="/tasks?tag=x" data-tag>#x</a>';
  const inRow = `<input type="checkbox"><button data-title>a</button>${links}`;
  document.body.innerHTML = `<div data-row="a">${inRow}</div>`;
  done.length = 0;
  const note = (what: string) => (row: HTMLElement) => void done.push(`${what} ${row.dataset.row}`);
  stop = hearSwipes({ right: note("right"), left: note("left"), held: note("held") });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const row = () => document.querySelector("[data-row]") as HTMLElement;
function send(type: string, dx = 0, dy = 0, part: PointerEventInit = {}, target = "[data-title]") {
  const at = { bubbles: true, cancelable: true, clientX: 100 + dx, clientY: 100 + dy };
  const pointer = { pointerType: "touch", isPrimary: true, pointerId: 7, ...part };
  // jsdom has no PointerEvent.
  const event = Object.assign(new MouseEvent(type, at), pointer);
  document.querySelector(target)?.dispatchEvent(event);
  return event;
}

test.each<[what: string, moves: [dx: number, dy: number][], end: string, expected: string[]]>([
  ["far to the right", [[20, 0], [100, 5]], "pointerup", ["right a"]],
  ["far to the left", [[-20, 0], [-100, 5]], "pointerup", ["left a"]],
  ["not far", [[20, 0], [90, 0]], "pointerup", []],
  ["back again", [[20, 0], [100, 0], [10, 0]], "pointerup", []],
  ["up", [[2, -20], [110, -20]], "pointerup", []],
  ["far, but the browser takes it", [[20, 0], [100, 0]], "pointercancel", []],
  ["not at all", [], "pointerup", []],
])("a finger that moves %s", (_, moves, end, expected) => {
  send("pointerdown");
  for (const [dx, dy] of moves) send("pointermove", dx, dy);
  send(end);
  expect(done).toEqual(expected);
  expect(row().style.translate).toBe("");
  vi.runAllTimers();
  expect(done).toEqual(expected);
});

test("the row follows the finger, and says what will be done", () => {
  send("pointerdown");
  send("pointermove", 60);
  expect([row().style.translate, row().dataset.swipe, row().dataset.right]).toEqual(["60px", "swiping", "Done"]);
  send("pointermove", 120);
  expect(row().dataset.swipe).toBe("right");
});

test("a long press on a link of the page itself is one of its row", () => {
  send("pointerdown", 0, 0, {}, "[data-tag]");
  vi.runAllTimers();
  expect(done).toEqual(["held a"]);
});

test("a long press is one, and the click that ends it is none", () => {
  send("pointerdown");
  vi.runAllTimers();
  expect(done).toEqual(["held a"]);
  send("pointerup");
  expect(send("click").defaultPrevented).toBe(true);
  send("pointerdown");
  send("pointerup");
  expect(send("click").defaultPrevented).toBe(false);
});

test.each<[what: string, run: () => void]>([
  ["a mouse", () => (send("pointerdown", 0, 0, { pointerType: "mouse" }), send("pointermove", 120), send("pointerup"))],
  ["a second finger", () => send("pointerdown", 0, 0, { isPrimary: false })],
  ["a link to elsewhere that is held", () => send("pointerdown", 0, 0, {}, "a")],
  ["a press of which the browser tells", () => (send("pointerdown"), send("contextmenu"))],
  ["a row that leaves", () => ((row().inert = true), send("pointerdown"))],
  ["a page that has left", () => (stop(), send("pointerdown"))],
])("%s does nothing", (_, run) => {
  run();
  vi.runAllTimers();
  expect(done).toEqual([]);
});
