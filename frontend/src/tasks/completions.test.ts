import { expect, test } from "vitest";

import { completionsAt } from "@/tasks/completions";

const labels = {
  tags: [
    { name: "home", count: 3 },
    { name: "Work", count: 1 },
    { name: "work-trip", count: 9 },
    { name: "two words", count: 5 },
    { name: "42", count: 5 },
  ],
  categories: [{ name: "Phone", count: 0 }],
};

test.each([
  ["#|", ["#work-trip", "#home", "#Work"]],
  ["Call #WO|", ["#work-trip", "#Work"]],
  ["Call #wo| later", ["#work-trip", "#Work"]],
  ["Call #home|", undefined], // it is whole
  ["Call #Home|", ["#home"]],
  ["Call #w|o", undefined],
  ["Call#wo|", undefined],
  ["Call #wo |", undefined],
  ["Call #x|", undefined],
  ["@|", ["@Phone"]],
  ["Call !|", ["!critical", "!high", "!medium", "!low"]],
  ["Call !h|", ["!high"]],
  ["Call !!|", undefined],
])("%s", (text, words) => {
  const caret = text.indexOf("|");
  const found = completionsAt(text.replace("|", ""), caret, labels);
  expect(found?.words).toEqual(words);
  if (found) expect(text.slice(found.start, found.end)).toMatch(/^[#@!]\S*$/);
});
