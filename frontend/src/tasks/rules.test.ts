import { expect, test } from "vitest";

import { manyLines, oneLine } from "@/lib/text";
import { categoryRule, cleanTags, dayRule, descriptionRule, tagsRule, titleRule } from "@/tasks/rules";
import { sharedFixture } from "@/tasks/shared-fixture";

interface RuleCase {
  field: "title" | "description" | "category" | "tags";
  /** Each is repeated so many times, or stands once. */
  texts: string[];
  times?: number;
  /** As they are stored; absent: as they are. */
  clean?: string[];
  /** The rule that they break. */
  rule?: string;
}

const sides = {
  title: { rule: ([text = ""]: string[]) => titleRule(text), clean: (texts: string[]) => texts.map(oneLine) },
  description: {
    rule: ([text = ""]: string[]) => descriptionRule(text),
    clean: (texts: string[]) => texts.map(manyLines),
  },
  category: { rule: ([text = ""]: string[]) => categoryRule(text), clean: (texts: string[]) => texts.map(oneLine) },
  tags: { rule: tagsRule, clean: cleanTags },
};

test.each(sharedFixture<RuleCase[]>("rules.json"))("$field $texts, $times times: $rule", (row) => {
  const repeat = (texts: string[]) => texts.map((text) => text.repeat(row.times ?? 1));
  const { rule, clean } = sides[row.field];
  const texts = repeat(row.texts);
  expect(rule(texts)).toBe(row.rule);
  if (!row.rule) expect(clean(texts)).toEqual(repeat(row.clean ?? row.texts));
});

test.each([
  ["", undefined],
  ["1900-01-01", undefined],
  ["9999-12-31", undefined],
  ["1899-12-31", "The due date must be between the years 1900 and 9999"],
  ["12026-01-01", "The due date must be between the years 1900 and 9999"],
])("the day %o: %o", (day, rule) => {
  expect(dayRule(day, "due")).toBe(rule);
  expect(dayRule(day, "start")).toBe(rule?.replace("due", "start"));
});
