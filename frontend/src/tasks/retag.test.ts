import { describe, expect, test } from "vitest";

import { makeTask } from "@/tasks/fixtures";
import { renaming } from "@/tasks/retag";
import { retagged } from "@/tasks/tags";

test.each<[string, string[], string | null, string[]]>([
  ["is replaced in its place", ["a", "work", "b"], "job", ["a", "job", "b"]],
  ["is one in any case", ["Work", "a", "WORK"], "job", ["job", "a"]],
  ["gets another case", ["work", "a"], "Work", ["Work", "a"]],
  ["is merged where both are", ["job", "work"], "job", ["job"]],
  ["is merged with it in any case", ["Job", "work"], "job", ["job"]],
  ["never makes more of ten", ["work", ..."bcdefghij"], "job", ["job", ..."bcdefghij"]],
  ["is taken away", ["a", "Work"], null, ["a"]],
  ["is not a part of one", ["homework", "Job"], "job", ["homework", "Job"]],
  ["is no pattern", ["w.rk", "work"], null, ["w.rk"]],
])("a tag %s", (_, tags, to, expected) => {
  expect(retagged(tags, { from: "work", to })).toEqual(expected);
});

describe("what is typed as the name of a tag", () => {
  const task = (...tags: string[]) => makeTask({ id: tags.join(), tags });
  const tasks = [task("work"), task("Work", "Job"), task("work", "a"), task("Job"), task("home"), task("work", "home")];
  test.each<[string, string, object | string]>([
    ["is new", " office ", { from: "work", to: "office" }],
    ["has its mark", "#office", { from: "work", to: "office" }],
    ["has two words", "at work", { from: "work", to: "at work" }],
    ["differs by its case alone", "Work", { from: "work", to: "Work" }],
    [
      "exists, in another case",
      "job",
      { from: "work", to: "Job", merges: "3 tasks get #Job, which 2 tasks have already." },
    ],
    ["exists once", "a", { from: "work", to: "a", merges: "3 tasks get #a, which 1 task has already." }],
    ["is nothing", " # ", "Name is required"],
    ["is several", "a, b", "A tag is one name, without a comma"],
    ["is long", "x".repeat(51), "Each tag must be 1 to 50 characters"],
    ["has a control character", "a\u0007b", "Tags must not contain control characters"],
  ])("%s", (_, typed, expected) => {
    expect(renaming(tasks, "work", typed)).toEqual(expected);
  });

  test("exists wherever the other is", () => {
    expect(renaming([task("a", "b"), task("b")], "a", "b")).toMatchObject({
      merges: "Each task with #a has #b already.",
    });
  });
});
