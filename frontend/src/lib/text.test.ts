import { expect, test } from "vitest";

import { manyLines, oneLine } from "@/lib/text";

test.each([
  ["Buy milk", "Buy milk"],
  ["  a  b \t\n", "a  b"],
  ["A\u0308rger", "\u00c4rger"],
  ["\u1100\u1161", "\uac00"],
  ["ﬁ", "ﬁ"], // compatibility forms stay
  ["\u200bx\ufeff", "x"],
  ["❤️", "❤️"],
  ["👩‍💻", "👩‍💻"],
  ["می‌خواهم", "می‌خواهم"],
  ["\u0301", "\u0301"], // an accent is seen
  ["\u0600", "\u0600"], // and the sign of a number
  ["\ue000", "\ue000"], // and what is of private use
  ["\u{1fae9}", "\u{1fae9}"], // and what is newer than the browser
  ["\u3164x", "\u3164x"],
])("%j is kept as %j", (given, kept) => {
  expect(oneLine(given)).toBe(kept);
  expect(oneLine(kept)).toBe(kept);
});

test.each([
  ..."\u200b \ufeff\u2060 \u3164 \u115f\u1160 \uffa0 \u2800 \u00ad \u034f \u202e \u2066\u2069 \u200e\u200f \u180e"
    .split(" "),
  ..."\ufe0f \u{e0001} \u{e0100} \u17b4 \u3000\u00a0\t \u2028\u2029\u0085 \u200b\u3164\u2800 \u0007".split(" "),
])("nobody sees %j", (given) => {
  expect(oneLine(given)).toBe("");
  expect(manyLines(given)).toBe("");
});

test.each([
  [" as\nit\tis ", " as\nit\tis "],
  ["a\r\nb\rc", "a\nb\nc"],
  ["e\u0301", "\u00e9"],
  ["\n\u200b\u3164 ", ""],
])("the lines %j are kept as %j", (given, kept) => {
  expect(manyLines(given)).toBe(kept);
});
