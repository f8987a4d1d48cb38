import { expect, test } from "vitest";

import { keyName, resolve, type FirstKey } from "@/tasks/keys";

const layouts: [what: string, key: string, code: string, name: string, shiftKey?: boolean][] = [
  ["a letter", "n", "KeyN", "n"],
  ["a letter with Shift", "N", "KeyN", "N", true],
  ["a letter under Caps Lock", "N", "KeyN", "n"],
  ["a letter under Caps Lock with Shift", "n", "KeyN", "N", true],
  ["Russian", "т", "KeyN", "n"],
  ["Russian under Caps Lock", "Т", "KeyN", "n"],
  ["Russian with Shift", "Т", "KeyN", "N", true],
  ["Russian №", "№", "Digit3", "#", true],
  ["Greek", "ν", "KeyN", "n"],
  ["Greek, a place without a letter of ours", "ς", "KeyW", "w"],
  ["Hebrew", "מ", "KeyN", "n"],
  ["Arabic", "ى", "KeyN", "n"],
  ["Arabic digits", "١", "Digit1", "1"],
  ["Thai", "ื", "KeyN", "n"],
  ["Thai, search", "ฝ", "Slash", "/"],
  ["Thai, help", "ฦ", "Slash", "?", true],
  ["Georgian", "ნ", "KeyN", "n"],
  ["Korean", "ㅜ", "KeyN", "n"],
  ["Dvorak keeps its letters", "n", "KeyL", "n"],
  ["AZERTY keeps its letters", "z", "KeyW", "z"],
  ["AZERTY's digits are with Shift", "1", "Digit1", "1", true],
  ["AZERTY's é is no digit", "é", "Digit2", "é"],
  ["German's ö is no key of ours", "ö", "Semicolon", "ö"],
  ["German's /", "/", "Digit7", "/", true],
  ["?", "?", "Slash", "?", true],
  ["#", "#", "Digit3", "#", true],
  ["an arrow", "ArrowDown", "ArrowDown", "ArrowDown"],
  ["an arrow with Shift", "ArrowDown", "ArrowDown", "Shift+ArrowDown", true],
  ["a key without a place", "j", "", "j"],
  ["a dead key", "Dead", "BracketLeft", "Dead"],
];

test.each(layouts)("%s: %s at %s is %s", (_, key, code, name, shiftKey = false) => {
  expect(keyName({ key, code, shiftKey, ctrlKey: false, metaKey: false, altKey: false })).toBe(name);
  expect(keyName({ key, code, shiftKey, ctrlKey: false, metaKey: false, altKey: true })).toBe(`Alt+${name}`);
});

test.each([
  ["z", "KeyZ", false, "Mod+z"],
  ["Z", "KeyZ", false, "Mod+z"], // under Caps Lock
  ["Z", "KeyZ", true, "Mod+Z"],
  ["я", "KeyZ", false, "Mod+z"],
  ["ζ", "KeyZ", false, "Mod+z"],
  ["y", "KeyZ", false, "Mod+y"], // QWERTZ
])("with Ctrl or Cmd, %s at %s, Shift %s, is %s", (key, code, shiftKey, name) => {
  expect(keyName({ key, code, shiftKey, ctrlKey: true, metaKey: false, altKey: false })).toBe(name);
  expect(keyName({ key, code, shiftKey, ctrlKey: false, metaKey: true, altKey: false })).toBe(name);
});

const bindings = { "g t": 1, "g d": 1, t: 1, j: 1 };
const g: FirstKey = { name: "g", at: 1000 };
test.each<[string, number, FirstKey | undefined, ReturnType<typeof resolve>]>([
  ["t", 1000, undefined, "t"],
  ["g", 1000, undefined, g],
  ["t", 1500, g, "g t"],
  ["t", 4000, g, "t"], // too late
  ["d", 4000, g, undefined],
  ["j", 1500, g, "j"], // which is no second key
  ["g", 1500, g, { name: "g", at: 1500 }],
  ["q", 1500, g, undefined],
  ["constructor", 1500, g, undefined],
])("%s at %s after %o is %o", (name, at, first, meant) => {
  expect(resolve(name, at, first, bindings)).toEqual(meant);
});
