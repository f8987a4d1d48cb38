import { beforeEach, expect, test, vi } from "vitest";

import { holdKeys } from "@/ui/hold-keys";

const insert = vi.fn();
const heard: string[] = [];
let release: () => void;

/** Presses keys on the page, and returns which of them it hears. */
function press(...keys: (string | KeyboardEventInit)[]): string[] {
  heard.length = 0;
  for (const key of keys) {
    const init = typeof key === "string" ? { key } : key;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  }
  return [...heard];
}

function focus(html: string) {
  document.body.innerHTML = html;
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}

document.addEventListener("keydown", ({ key }) => heard.push(key));
document.execCommand = insert;

beforeEach(() => {
  release?.();
  insert.mockClear();
  release = holdKeys();
});

test("the field of the window begins with what was typed before it was here", () => {
  expect(press("#", "g", "o", "x", "Backspace", "Shift", "😀", "Enter", "Delete", "Tab")).toEqual(["Tab"]);
  focus("<input data-focus />"); // of the page
  expect(insert).not.toHaveBeenCalled();
  focus("<div role='dialog'><input data-focus /></div>");
  expect(insert.mock.calls).toEqual([["insertText", false, "#go😀"]]);
  expect(press("g")).toEqual(["g"]);
});

test("a window without a field takes it for nothing", () => {
  press("g");
  focus("<div role='menu' tabindex='-1' data-focus></div>");
  expect(insert).not.toHaveBeenCalled();
  expect(press("g")).toEqual(["g"]);
});

test.each([
  ["Escape", () => press("Escape")],
  ["a window that cannot be loaded", () => release()],
  ["ten seconds", () => vi.spyOn(performance, "now").mockReturnValue(performance.now() + 10_001)],
])("%s gives the keys back to the page", (_, end) => {
  press("g");
  end();
  expect(press("a")).toEqual(["a"]);
  vi.restoreAllMocks();
});

test("what is pressed with Ctrl is the browser's", () => {
  expect(press({ key: "r", ctrlKey: true })).toEqual(["r"]);
});
