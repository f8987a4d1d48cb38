import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { categoryRule, descriptionRule, tagsRule, titleRule } from "@/tasks/rules";

const shared = new URL("../../../shared/", import.meta.url);
const backend = readdirSync(shared, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
  .map((file) => readFileSync(new URL(file, shared), "utf8"))
  .join("\n");

describe("a rule that is broken is told in the backend's sentence", () => {
  test.each([
    ["no title", titleRule("  "), "Title is required"],
    ["a title that nobody sees", titleRule("\u3164\u200b"), "Title is required"],
    ["a title with a control character", titleRule("a\u0007b"), "Title must not contain control characters"],
    ["a title of 201 characters", titleRule("😀".repeat(201)), "Title must be 200 characters or less"],
    [
      "a description of 1001 characters",
      descriptionRule("x".repeat(1001)),
      "Description must be 1000 characters or less",
    ],
    [
      "a control character in a description",
      descriptionRule("a\u0000"),
      "Description must not contain control characters but line breaks and tabs",
    ],
    ["a category of 51 characters", categoryRule("c".repeat(51)), "Category must be 1 to 50 characters, or null"],
    ["a control character in a category", categoryRule("a\tb"), "Category must not contain control characters"],
    ["a tag of 51 characters", tagsRule(["a", "t".repeat(51)]), "Each tag must be 1 to 50 characters"],
    ["a control character in a tag", tagsRule(["a\u001bb"]), "Tags must not contain control characters"],
    ["eleven tags", tagsRule(Array.from("abcdefghijk")), "Maximum 10 tags allowed"],
  ])("%s", (_, sentence = "", expected) => {
    expect(sentence).toBe(expected);
    expect(backend.includes(sentence), `the backend says: ${sentence}`).toBe(true);
  });
});

test.each([
  ["a title of 200 characters in two parts each", titleRule("e\u0301".repeat(200))],
  ["a description with lines and tabs", descriptionRule("a\r\n\tb")],
  ["no category", categoryRule("")],
  ["a category of 50 characters with space around", categoryRule(` ${"c".repeat(50)} `)],
  ["ten tags of 50 characters", tagsRule(Array.from("abcdefghij", (letter) => letter.repeat(50)))],
])("%s is taken", (_, sentence) => {
  expect(sentence).toBeUndefined();
});
